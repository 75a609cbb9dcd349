package io.sentinelha.core.recorder;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** How components that stand for something archived elsewhere are named, and found again. */
final class References {

  private record Reference<T>(Class<T> type, ToLongFunction<T> name, LongFunction<T> find) {
    long nameOf(Object value) {
      return name.applyAsLong(type.cast(value));
    }
  }

  private final Map<Class<?>, Reference<?>> all = new HashMap<>();

  <T> void put(Class<T> type, ToLongFunction<T> name, LongFunction<T> find) {
    all.put(type, new Reference<>(type, name, find));
  }

  long name(Class<?> type, Object value) {
    return of(type).nameOf(value);
  }

  Object find(Class<?> type, long name) {
    Object found = of(type).find().apply(name);
    if (found == null) {
      throw new BadRecording("nothing of the name " + name + " is in " + type.getSimpleName());
    }
    return found;
  }

  private Reference<?> of(Class<?> type) {
    Reference<?> reference = all.get(type);
    if (reference == null) {
      throw new AssertionError("no reference to " + type + " was declared");
    }
    return reference;
  }
}
