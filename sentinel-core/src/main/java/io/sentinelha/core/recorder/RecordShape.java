package io.sentinelha.core.recorder;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** A record: its components in order. What the redaction takes out is never written. */
final class RecordShape implements Shape {

  private final Class<?> type;
  private final List<Shape> shapes;
  private final Method[] accessors;
  private final Constructor<?> constructor;

  RecordShape(Class<?> type, List<Shape> shapes) {
    this.type = type;
    this.shapes = shapes;
    RecordComponent[] components = type.getRecordComponents();
    this.accessors =
        Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      this.constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has a canonical constructor", e);
    }
    // The engine keeps some of its records to itself.
    constructor.setAccessible(true);
    Arrays.stream(accessors).forEach(accessor -> accessor.setAccessible(true));
  }

  @Override
  public void write(Output out, Object value) {
    Object allowed = out.redaction().apply(value);
    for (int i = 0; i < accessors.length; i++) {
      shapes.get(i).write(out, component(allowed, i));
    }
  }

  private Object component(Object value, int index) {
    try {
      return accessors[index].invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + accessors[index], e);
    }
  }

  @Override
  public Object read(Input in) {
    Object[] values = new Object[accessors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = shapes.get(i).read(in);
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new BadRecording("no possible " + type.getSimpleName() + ": " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type, e);
    }
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder(type.getSimpleName()).append('(');
    for (int i = 0; i < accessors.length; i++) {
      text.append(accessors[i].getName()).append(' ').append(shapes.get(i).text()).append(',');
    }
    return text.append(')').toString();
  }
}
