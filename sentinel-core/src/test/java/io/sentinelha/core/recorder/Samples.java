package io.sentinelha.core.recorder;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.quorum.Epoch;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** Random values of every type that can be recorded. */
final class Samples {

  private static final List<String> TEXTS =
      List.of(
          "",
          "*",
          "mymaster",
          "10.0.0.1",
          "ä\u20ac\ud83d\ude00",
          "\ud800",
          "\u0000\r\n",
          "x".repeat(700));

  private final RandomGenerator random;

  Samples(RandomGenerator random) {
    this.random = random;
  }

  /** All records behind a sealed interface. */
  static List<Class<?>> leaves(Class<?> type) {
    if (!type.isSealed()) {
      return List.of(type);
    }
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      all.addAll(leaves(permitted));
    }
    return all;
  }

  Object of(Type type) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      return container(generic);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == Epoch.class) {
      return new Epoch(random.nextLong(Epoch.MAX));
    } else if (plain == Endpoint.class) {
      return new Endpoint(text(), random.nextInt(65536));
    } else if (plain == Guard.class) {
      return new Guard(random.nextInt(9), 1 + random.nextInt(99));
    } else if (plain.isRecord()) {
      return record(plain);
    } else if (plain.isEnum()) {
      return pick(List.of(plain.getEnumConstants()));
    } else if (plain.isSealed()) {
      return of(pick(leaves(plain)));
    }
    return simple(plain);
  }

  private Object simple(Class<?> type) {
    if (type == String.class) {
      return text();
    } else if (type == boolean.class || type == Boolean.class) {
      return random.nextBoolean();
    } else if (type == int.class || type == Integer.class) {
      return 1 + random.nextInt(Integer.MAX_VALUE - 1);
    } else if (type == long.class || type == Long.class) {
      return number();
    } else if (type == OptionalInt.class) {
      return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt());
    } else if (type == OptionalLong.class) {
      return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(number());
    }
    throw new AssertionError("no sample of " + type);
  }

  private long number() {
    return switch (random.nextInt(4)) {
      case 0 -> 1 + random.nextInt(100);
      case 1 -> Long.MAX_VALUE;
      default -> 1 + random.nextLong(Long.MAX_VALUE - 1);
    };
  }

  private String text() {
    return pick(TEXTS);
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private Object container(ParameterizedType type) throws ReflectiveOperationException {
    Type[] of = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return random.nextBoolean() ? Optional.of(of(of[0])) : Optional.empty();
    }
    List<Object> list = new ArrayList<>();
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(of(of[0]));
      map.put(of(of[0]), of(of[of.length - 1]));
    }
    return type.getRawType() == List.class ? list : map;
  }

  private Object record(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = of(components[i].getGenericType());
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }
}
