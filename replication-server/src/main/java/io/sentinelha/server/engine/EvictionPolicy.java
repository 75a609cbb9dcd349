package io.sentinelha.server.engine;

import io.sentinelha.server.store.Items;
import java.util.Locale;

/** Which keys go when memory is short: maxmemory-policy. */
public enum EvictionPolicy {
  VOLATILE_LRU,
  VOLATILE_LFU,
  VOLATILE_RANDOM,
  VOLATILE_TTL,
  ALLKEYS_LRU,
  ALLKEYS_LFU,
  ALLKEYS_RANDOM,
  NOEVICTION;

  /** As in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static EvictionPolicy named(String word) {
    return valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  boolean onlyExpiring() {
    return this == VOLATILE_LRU
        || this == VOLATILE_LFU
        || this == VOLATILE_RANDOM
        || this == VOLATILE_TTL;
  }

  boolean isRandom() {
    return this == VOLATILE_RANDOM || this == ALLKEYS_RANDOM;
  }

  boolean countsUses() {
    return this == VOLATILE_LFU || this == ALLKEYS_LFU;
  }

  /** How well an item can be spared: the higher, the sooner it goes. */
  long score(Object item, AccessClock clock, long nowMillis) {
    return switch (this) {
      case VOLATILE_TTL -> Long.MAX_VALUE - Items.expireAt(item);
      case VOLATILE_LFU, ALLKEYS_LFU -> 255 - clock.frequency(Items.access(item), nowMillis);
      default -> clock.idleSeconds(Items.access(item), nowMillis);
    };
  }
}
