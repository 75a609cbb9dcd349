package io.sentinelha.core.recorder;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Event;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The shapes of all types that a recording can contain, made from the types themselves: a record is
 * its components in order, a sealed interface the number of its record and that. So there is
 * nothing to forget when the engine gets a new event, and no class is ever made but those that the
 * engine's own types name. Each instance belongs to one thread.
 */
final class Shapes {

  private final Map<Type, Shape> all = new HashMap<>();

  /** Names everything that decides about the bytes of events, effects and state. */
  int fingerprint() {
    CRC32C crc = new CRC32C();
    for (Class<?> root : List.of(Event.class, Effect.class, DurableState.class)) {
      crc.update(of(root).text().getBytes(StandardCharsets.UTF_8));
    }
    return (int) crc.getValue();
  }

  /**
   * @throws IllegalArgumentException if values of that type cannot be written
   */
  Shape of(Type type) {
    Shape shape = all.get(type);
    if (shape == null) {
      shape = make(type);
      all.put(type, shape);
    }
    return shape;
  }

  private Shape make(Type type) {
    if (type instanceof ParameterizedType generic) {
      return container(generic);
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalArgumentException("values of type " + type + " cannot be recorded");
    }
    if (plain == DurableState.Primary.class) {
      return new Shared(record(plain)); // Every saved state contains all of them.
    }
    if (plain.isRecord()) {
      return record(plain);
    }
    if (plain.isEnum()) {
      return new PlainShapes.OfEnum(plain);
    }
    if (plain.isSealed()) {
      return sealed(plain);
    }
    return PlainShapes.find(plain).orElseGet(() -> new Reference(plain));
  }

  private Shape container(ParameterizedType type) {
    List<Shape> of = new ArrayList<>();
    for (Type argument : type.getActualTypeArguments()) {
      of.add(of(argument));
    }
    if (type.getRawType() == Optional.class) {
      return new Containers.OfOptional(of.get(0));
    } else if (type.getRawType() == List.class) {
      return new Containers.OfList(of.get(0));
    } else if (type.getRawType() == Map.class) {
      return new Containers.OfMap(of.get(0), of.get(1));
    }
    throw new IllegalArgumentException("values of type " + type + " cannot be recorded");
  }

  private Shape record(Class<?> type) {
    List<Shape> components = new ArrayList<>();
    for (var component : type.getRecordComponents()) {
      components.add(of(component.getGenericType()));
    }
    return new RecordShape(type, components);
  }

  private Shape sealed(Class<?> type) {
    List<Class<?>> leaves = new ArrayList<>();
    addLeaves(type, leaves);
    return new SealedShape(leaves, leaves.stream().map(this::of).toList());
  }

  /** In the order of declaration, which is the order of the numbers. */
  private static void addLeaves(Class<?> type, List<Class<?>> leaves) {
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        addLeaves(permitted, leaves);
      } else {
        leaves.add(permitted);
      }
    }
  }

  /** An object that is archived elsewhere. */
  private record Reference(Class<?> type) implements Shape {
    @Override
    public void write(Output out, Object value) {
      out.reference(type, value);
    }

    @Override
    public Object read(Input in) {
      return in.reference(type);
    }

    @Override
    public String text() {
      return "->" + type.getSimpleName();
    }
  }

  private record Shared(Shape inner) implements Shape {
    @Override
    public void write(Output out, Object value) {
      out.shared(value, () -> inner.write(out, value));
    }

    @Override
    public Object read(Input in) {
      return in.shared(() -> inner.read(in));
    }

    @Override
    public String text() {
      return "shared " + inner.text();
    }
  }
}
