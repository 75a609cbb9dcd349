package io.sentinelha.core.sim;

import io.sentinelha.core.engine.Engine;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Looks into two engines at once, field by field. */
final class Twins {

  /** Made anew from other fields, or of no consequence for what is decided. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "Directory.byAddress",
          "Directory.indexVersion",
          "WatchedPrimary.view",
          "DataNode.infoText",
          "Timers.heap",
          "Sleeper.place");

  private final List<String> differences = new ArrayList<>();
  private final IdentityHashMap<Object, Object> seen = new IdentityHashMap<>();

  private Twins() {}

  /** Where two engines differ. */
  static List<String> differences(Engine one, Engine other) {
    Twins twins = new Twins();
    twins.compare("Engine", one, other);
    return twins.differences;
  }

  private void compare(String path, @Nullable Object one, @Nullable Object other) {
    if (one == null || other == null || one.getClass() != other.getClass()) {
      boolean alike = isSameContainer(one, other) || Objects.equals(one, other);
      if (!alike) {
        differences.add(path + ": " + one + " and " + other);
        return;
      }
    }
    if (one == null || other == null || one instanceof RandomGenerator) {
      return;
    }
    if (one instanceof Optional<?> a && other instanceof Optional<?> b) {
      compare(path, a.orElse(null), b.orElse(null));
    } else if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
      compareMaps(path, a, b);
    } else if (one instanceof Collection<?> a && other instanceof Collection<?> b) {
      compareAll(path, a, b);
    } else if (one.getClass().isEnum() || !isOurs(one.getClass())) {
      if (!one.equals(other)) {
        differences.add(path + ": " + one + " and " + other);
      }
    } else if (seen.put(one, other) == null) {
      for (Field field : fields(one.getClass())) {
        compare(path + "." + field.getName(), get(field, one), get(field, other));
      }
    }
  }

  private static boolean isSameContainer(@Nullable Object one, @Nullable Object other) {
    return (one instanceof Map && other instanceof Map)
        || (one instanceof Collection && other instanceof Collection);
  }

  private void compareMaps(String path, Map<?, ?> one, Map<?, ?> other) {
    if (one instanceof LinkedHashMap) {
      compareAll(path + " keys", one.keySet(), other.keySet());
    }
    if (!one.keySet().equals(other.keySet())) {
      differences.add(path + ": " + one.keySet() + " and " + other.keySet());
      return;
    }
    one.forEach((key, value) -> compare(path + "[" + key + "]", value, other.get(key)));
  }

  private void compareAll(String path, Collection<?> one, Collection<?> other) {
    if (one.size() != other.size()) {
      differences.add(path + ": " + one.size() + " and " + other.size() + " elements");
      return;
    }
    Iterator<?> others = other.iterator();
    int index = 0;
    for (Object element : one) {
      compare(path + "[" + index++ + "]", element, others.next());
    }
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("io.sentinelha.");
  }

  private static List<Field> fields(Class<?> type) {
    List<Field> all = new ArrayList<>();
    for (Class<?> c = type; c != null && isOurs(c); c = c.getSuperclass()) {
      Arrays.stream(c.getDeclaredFields())
          .filter(f -> !Modifier.isStatic(f.getModifiers()) && !f.isSynthetic())
          .filter(f -> !LEFT_OUT.contains(name(f)))
          .forEach(all::add);
    }
    all.forEach(field -> field.setAccessible(true));
    return all;
  }

  private static String name(Field field) {
    return field.getDeclaringClass().getSimpleName() + "." + field.getName();
  }

  private static @Nullable Object get(Field field, Object of) {
    try {
      return field.get(of);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** One field with another value than it had. */
  static final class Change {
    private final Field field;
    private final Object owner;
    private final Object was;
    private final Object now;

    private Change(Field field, Object owner, Object was, Object now) {
      this.field = field;
      this.owner = owner;
      this.was = was;
      this.now = now;
    }

    String field() {
      return name(field);
    }

    void make() {
      set(now);
    }

    void undo() {
      set(was);
    }

    private void set(Object value) {
      try {
        field.set(owner, value);
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** One change for each field with a simple value that an engine's parts have. */
  static List<Change> changes(Engine engine) {
    Twins walk = new Twins();
    walk.compare("Engine", engine, engine);
    Map<String, Change> all = new LinkedHashMap<>();
    for (Object part : walk.seen.keySet()) {
      if (!part.getClass().isRecord()) {
        for (Field field : fields(part.getClass())) {
          change(field, part).ifPresent(change -> all.putIfAbsent(change.field(), change));
        }
      }
    }
    return List.copyOf(all.values());
  }

  private static Optional<Change> change(Field field, Object part) {
    Object was = get(field, part);
    boolean fixed = Modifier.isFinal(field.getModifiers());
    if (fixed || was == null) {
      return Optional.empty();
    }
    return other(was).map(now -> new Change(field, part, was, now));
  }

  @SuppressWarnings("EnumOrdinal") // Any other constant will do.
  private static Optional<Object> other(Object was) {
    if (was instanceof Long number) {
      return Optional.of(number == Long.MAX_VALUE ? 77L : number + 1_000_003);
    } else if (was instanceof Integer number) {
      return Optional.of(number + 1_003);
    } else if (was instanceof Boolean flag) {
      return Optional.of(!flag);
    } else if (was instanceof String text) {
      return Optional.of(text + "x");
    } else if (was instanceof Enum<?> constant) {
      Object[] all = constant.getDeclaringClass().getEnumConstants();
      return Optional.of(all[(constant.ordinal() + 1) % all.length]);
    }
    return Optional.empty();
  }
}
