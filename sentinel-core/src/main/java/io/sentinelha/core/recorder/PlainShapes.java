package io.sentinelha.core.recorder;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Shapes of what contains nothing else. */
final class PlainShapes {

  private record Plain(
      List<Class<?>> types, BiConsumer<Output, Object> writer, Function<Input, Object> reader)
      implements Shape {

    @Override
    public void write(Output out, Object value) {
      writer.accept(out, value);
    }

    @Override
    public Object read(Input in) {
      return reader.apply(in);
    }

    @Override
    public String text() {
      return types.get(0).getSimpleName().toLowerCase(Locale.ROOT);
    }
  }

  private static final List<Plain> ALL =
      List.of(
          new Plain(
              List.of(long.class, Long.class),
              (out, value) -> out.number((Long) value),
              Input::number),
          new Plain(
              List.of(int.class, Integer.class),
              (out, value) -> out.number((Integer) value),
              in -> toInt(in.number())),
          new Plain(
              List.of(boolean.class, Boolean.class),
              (out, value) -> out.octet((Boolean) value ? 1 : 0),
              in -> in.index(2) == 1),
          new Plain(List.of(String.class), (out, value) -> out.text((String) value), Input::text),
          new Plain(
              List.of(OptionalLong.class),
              (out, value) -> write(out, (OptionalLong) value),
              PlainShapes::optionalLong),
          new Plain(
              List.of(OptionalInt.class),
              (out, value) -> write(out, widen((OptionalInt) value)),
              in -> narrow(optionalLong(in))));

  private PlainShapes() {}

  static Optional<Shape> find(Class<?> type) {
    return ALL.stream().filter(p -> p.types.contains(type)).map(Shape.class::cast).findFirst();
  }

  private static int toInt(long value) {
    if (value != (int) value) {
      throw new BadRecording("number " + value + " is too large");
    }
    return (int) value;
  }

  private static void write(Output out, OptionalLong value) {
    out.octet(value.isPresent() ? 1 : 0);
    value.ifPresent(out::number);
  }

  private static OptionalLong optionalLong(Input in) {
    return in.index(2) == 1 ? OptionalLong.of(in.number()) : OptionalLong.empty();
  }

  private static OptionalLong widen(OptionalInt value) {
    return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
  }

  private static OptionalInt narrow(OptionalLong value) {
    return value.isPresent() ? OptionalInt.of(toInt(value.getAsLong())) : OptionalInt.empty();
  }

  /** A constant of an enum, by its place. */
  record OfEnum(Class<?> type) implements Shape {
    @Override
    @SuppressWarnings("EnumOrdinal") // Another order is another fingerprint of the shapes.
    public void write(Output out, Object value) {
      out.count(((Enum<?>) value).ordinal());
    }

    @Override
    public Object read(Input in) {
      Object[] constants = type.getEnumConstants();
      return constants[in.index(constants.length)];
    }

    @Override
    public String text() {
      return type.getSimpleName() + List.of(type.getEnumConstants());
    }
  }
}
