package io.sentinelha.core.recorder;

import io.sentinelha.core.engine.Archive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Gives back what {@link SavingArchive} noted. */
final class LoadingArchive implements Archive {

  private final Shapes shapes;
  private final Input in;

  LoadingArchive(Shapes shapes, Input in) {
    this.shapes = shapes;
    this.in = in;
  }

  @Override
  public boolean isLoading() {
    return true;
  }

  @Override
  public long number(long value) {
    return in.number();
  }

  @Override
  public boolean flag(boolean value) {
    return in.index(2) == 1;
  }

  @Override
  public <T> T value(Class<T> type, T value) {
    return type.cast(shapes.of(type).read(in));
  }

  @Override
  public <T> Optional<T> optional(Class<T> type, Optional<T> value) {
    return in.index(2) == 1 ? Optional.of(type.cast(shapes.of(type).read(in))) : Optional.empty();
  }

  @Override
  public <T> List<T> list(Class<T> type, List<T> value) {
    int length = in.length();
    List<T> list = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      list.add(type.cast(shapes.of(type).read(in)));
    }
    return list;
  }

  @Override
  public <T> void references(Class<T> type, ToLongFunction<T> name, LongFunction<T> find) {
    in.references().put(type, name, find);
  }
}
