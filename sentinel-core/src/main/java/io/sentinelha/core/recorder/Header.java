package io.sentinelha.core.recorder;

/**
 * What stands at the beginning of a segment.
 *
 * @param life one run of the recording process, by a random number
 * @param index of this segment within that life, from 0
 * @param ordinal how many events the engine had taken in that life before this segment
 * @param dropped how many of them, right before this segment, were not recorded
 * @param version of the software that recorded
 * @param fingerprint of the shapes of its events
 * @param wallMillis the time of day, in milliseconds since 1970, at ...
 * @param monotonicMillis ... this moment of the engine's clock
 * @param seed of the engine's chance
 */
record Header(
    long life,
    long index,
    long ordinal,
    long dropped,
    String version,
    int fingerprint,
    long wallMillis,
    long monotonicMillis,
    long seed) {

  /** Whether this segment was begun right after another one. */
  boolean follows(Header other) {
    return life == other.life && index == other.index + 1;
  }

  void write(Output out) {
    out.number(life);
    out.count(index);
    out.count(ordinal);
    out.count(dropped);
    out.text(version);
    out.fixed(fingerprint);
    out.number(wallMillis);
    out.number(monotonicMillis);
    out.number(seed);
  }

  static Header read(Input in) {
    return new Header(
        in.number(),
        in.count(),
        in.count(),
        in.count(),
        in.text(),
        in.fixed(),
        in.number(),
        in.number(),
        in.number());
  }
}
