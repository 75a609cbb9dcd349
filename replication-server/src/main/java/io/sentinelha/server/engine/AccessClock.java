package io.sentinelha.server.engine;

/** What the 24 bits of an item say about its use: when, or how often. */
public interface AccessClock {

  /** Of a new item. */
  int fresh(long nowMillis);

  /** After another use. */
  int used(int before, long nowMillis);

  /** Seconds since the last use; -1 if that is not what is remembered. */
  long idleSeconds(int bits, long nowMillis);

  /**
   * Of an item that a file or RESTORE brings.
   *
   * @param idle seconds since its last use; negative if nobody knows
   * @param frequency how often it was used, logarithmic, up to 255; negative if nobody knows
   */
  default int loaded(long idle, int frequency, long nowMillis) {
    return fresh(idle < 0 ? nowMillis : nowMillis - 1000 * Math.min(idle, nowMillis / 1000));
  }

  /** How often it is used, from 0 to 255; -1 if that is not what is remembered. */
  default int frequency(int bits, long nowMillis) {
    return -1;
  }

  /** Seconds of the day's clock. */
  static AccessClock seconds() {
    return new AccessClock() {
      private static final int MASK = 0xffffff;

      @Override
      public int fresh(long nowMillis) {
        return (int) (nowMillis / 1000) & MASK;
      }

      @Override
      public int used(int before, long nowMillis) {
        return fresh(nowMillis);
      }

      @Override
      public long idleSeconds(int bits, long nowMillis) {
        return ((long) fresh(nowMillis) - bits) & MASK;
      }
    };
  }
}
