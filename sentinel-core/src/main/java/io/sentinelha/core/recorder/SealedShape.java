package io.sentinelha.core.recorder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One of several records: its number among them, and the record. */
final class SealedShape implements Shape {

  private final List<Shape> shapes;
  private final Map<Class<?>, Integer> numbers = new HashMap<>();

  SealedShape(List<Class<?>> types, List<Shape> shapes) {
    this.shapes = shapes;
    types.forEach(type -> numbers.put(type, numbers.size()));
  }

  @Override
  public void write(Output out, Object value) {
    Integer number = numbers.get(value.getClass());
    if (number == null) {
      throw new AssertionError("not one of " + numbers.keySet() + ": " + value.getClass());
    }
    out.count(number);
    shapes.get(number).write(out, value);
  }

  @Override
  public Object read(Input in) {
    return shapes.get(in.index(shapes.size())).read(in);
  }

  @Override
  public String text() {
    return shapes.stream().map(Shape::text).collect(Collectors.joining("|", "<", ">"));
  }
}
