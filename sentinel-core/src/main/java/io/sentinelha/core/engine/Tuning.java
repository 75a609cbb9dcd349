package io.sentinelha.core.engine;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The periods that {@code SENTINEL DEBUG} shows and changes, in milliseconds, in the order in which
 * it shows them. They are upper bounds: where something happened, this engine acts at once.
 */
public final class Tuning {

  /** One period. */
  public enum Period {
    INFO_PERIOD(10_000),
    PING_PERIOD(1_000),
    ASK_PERIOD(1_000),
    PUBLISH_PERIOD(2_000),
    DEFAULT_DOWN_AFTER(30_000),
    DEFAULT_FAILOVER_TIMEOUT(180_000),
    TILT_TRIGGER(2_000),
    TILT_PERIOD(30_000),
    SLAVE_RECONF_TIMEOUT(10_000),
    MIN_LINK_RECONNECT_PERIOD(15_000),
    ELECTION_TIMEOUT(10_000),
    SCRIPT_MAX_RUNTIME(60_000),
    SCRIPT_RETRY_DELAY(30_000);

    private final long defaultMillis;

    Period(long defaultMillis) {
      this.defaultMillis = defaultMillis;
    }

    /** The name on the wire. */
    public String wireName() {
      return name().replace('_', '-');
    }

    /** Finds a period by its name on the wire, in any case. */
    public static Optional<Period> named(String text) {
      String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
      for (Period period : values()) {
        if (period.name().equals(name) && text.indexOf('_') < 0) {
          return Optional.of(period);
        }
      }
      return Optional.empty();
    }
  }

  private static final long MOST_MILLIS = 1L << 44;

  private final Map<Period, Long> millis = new EnumMap<>(Period.class);

  Tuning() {
    for (Period period : Period.values()) {
      millis.put(period, period.defaultMillis);
    }
  }

  long of(Period period) {
    return millis.getOrDefault(period, period.defaultMillis);
  }

  /** More than some centuries are never waited for: sums with the present moment stay numbers. */
  void set(Period period, long value) {
    millis.put(period, Math.min(value, MOST_MILLIS));
  }

  void pass(Archive archive) {
    for (Period period : Period.values()) {
      set(period, archive.number(of(period)));
    }
  }

  /** All periods by wire name, in order. */
  Map<String, Long> snapshot() {
    Map<String, Long> all = new LinkedHashMap<>();
    for (Period period : Period.values()) {
      all.put(period.wireName(), of(period));
    }
    return all;
  }
}
