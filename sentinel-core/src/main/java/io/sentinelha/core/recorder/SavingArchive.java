package io.sentinelha.core.recorder;

import io.sentinelha.core.engine.Archive;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Takes note of an engine's state. */
final class SavingArchive implements Archive {

  private final Shapes shapes;
  private final Output out;

  SavingArchive(Shapes shapes, Output out) {
    this.shapes = shapes;
    this.out = out;
  }

  @Override
  public boolean isLoading() {
    return false;
  }

  @Override
  public long number(long value) {
    out.number(value);
    return value;
  }

  @Override
  public boolean flag(boolean value) {
    out.octet(value ? 1 : 0);
    return value;
  }

  @Override
  public <T> T value(Class<T> type, T value) {
    shapes.of(type).write(out, value);
    return value;
  }

  @Override
  public <T> Optional<T> optional(Class<T> type, Optional<T> value) {
    new Containers.OfOptional(shapes.of(type)).write(out, value);
    return value;
  }

  @Override
  public <T> List<T> list(Class<T> type, List<T> value) {
    new Containers.OfList(shapes.of(type)).write(out, value);
    return value;
  }

  @Override
  public <T> void references(Class<T> type, ToLongFunction<T> name, LongFunction<T> find) {
    out.references().put(type, name, find);
  }
}
