package io.sentinelha.server.rdb;

/**
 * What a reader accepts.
 *
 * @param longestString bytes of a string, unpacked
 */
public record Limits(int longestString) {

  /** What Redis can write. */
  public static final Limits DEFAULT = new Limits(512 << 20);

  public Limits {
    if (longestString <= 0) {
      throw new IllegalArgumentException("the longest string must be > 0: got " + longestString);
    }
  }
}
