package io.sentinelha.core.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Where an engine's state goes, or where it comes from. The same calls in the same order do both: a
 * saving archive takes note of what it is given and returns it; a loading one ignores that and
 * returns what was noted. So each part of the engine names each of its fields once:
 *
 * <pre>
 * downSince = archive.number(downSince);
 * </pre>
 *
 * <p>Values are records, enums and texts of this package and of {@code quorum}, and whatever stands
 * in their components.
 */
public interface Archive {

  /** Whether fields are to be overwritten with what was noted. */
  boolean isLoading();

  long number(long value);

  boolean flag(boolean value);

  /**
   * @param type the static type of the field: how it is written depends on it
   */
  <T> T value(Class<T> type, T value);

  <T> Optional<T> optional(Class<T> type, Optional<T> value);

  <T> List<T> list(Class<T> type, List<T> value);

  /**
   * From here on, a component of this type stands for something that is archived elsewhere.
   *
   * @param find must find everything that was given out by {@code name}
   */
  <T> void references(Class<T> type, ToLongFunction<T> name, LongFunction<T> find);

  /** For a list that is filled rather than replaced. */
  default <T> void passAll(Class<T> type, List<T> values) {
    List<T> all = list(type, List.copyOf(values));
    if (isLoading()) {
      values.clear();
      values.addAll(all);
    }
  }

  /** For counts: like {@link #number(long)}. */
  default int small(int value) {
    return Math.toIntExact(number(value));
  }
}
