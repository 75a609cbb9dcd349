package io.sentinelha.server.engine;

import java.util.random.RandomGenerator;

/**
 * How often an item is used: a counter of 8 bits that goes up the more slowly the higher it stands
 * and down with time, and 16 bits of minutes at which it was last lowered.
 *
 * @see "redis: src/evict.c, LFULogIncr"
 */
final class FrequencyClock implements AccessClock {

  private static final int BEGINNING = 5;
  private static final int MOST = 255;
  private static final int MINUTES = 0xffff;

  private final RandomGenerator random;
  private final LongSetting logFactor;
  private final LongSetting decayMinutes;

  FrequencyClock(RandomGenerator random, LongSetting logFactor, LongSetting decayMinutes) {
    this.random = random;
    this.logFactor = logFactor;
    this.decayMinutes = decayMinutes;
  }

  private static int minutes(long nowMillis) {
    return (int) (nowMillis / 60_000) & MINUTES;
  }

  @Override
  public int fresh(long nowMillis) {
    return minutes(nowMillis) << 8 | BEGINNING;
  }

  @Override
  public int used(int before, long nowMillis) {
    int counter = frequency(before, nowMillis);
    if (counter < MOST) {
      double above = Math.max(0, counter - BEGINNING);
      if (random.nextDouble() < 1 / (above * logFactor.value() + 1)) {
        counter++;
      }
    }
    return minutes(nowMillis) << 8 | counter;
  }

  @Override
  public long idleSeconds(int bits, long nowMillis) {
    return -1;
  }

  @Override
  public int loaded(long idle, int frequency, long nowMillis) {
    return frequency < 0 ? fresh(nowMillis) : minutes(nowMillis) << 8 | Math.min(frequency, MOST);
  }

  @Override
  public int frequency(int bits, long nowMillis) {
    int counter = bits & 0xff;
    long each = decayMinutes.value();
    int passed = (minutes(nowMillis) - (bits >>> 8)) & MINUTES;
    return each == 0 ? counter : (int) Math.max(0, counter - passed / each);
  }
}
