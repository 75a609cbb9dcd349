package io.sentinelha.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How much of the processors' time the host of a virtual machine has kept for itself since a moment
 * ("steal" of {@code /proc/stat}). What was measured meanwhile is the host's doing.
 */
record Steal(long stolenTicks, long allTicks) {

  /** Above this share, figures about one write in a thousand are those of the host. */
  static final double MOST = 0.003;

  /** Place of stolen time in the line, behind the line's name. */
  private static final int STOLEN = 7;

  /** Guests' time comes behind it and is contained in user time. */
  private static final int FIELDS = 8;

  static Steal now() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/stat"));
    long[] ticks =
        Arrays.stream(lines.get(0).trim().split(" +"))
            .skip(1)
            .limit(FIELDS)
            .mapToLong(Long::parseLong)
            .toArray();
    return new Steal(ticks[STOLEN], Arrays.stream(ticks).sum());
  }

  /** The share since this was taken, from 0 to 1. */
  double share() throws IOException {
    Steal end = now();
    long all = end.allTicks - allTicks;
    return all == 0 ? 0 : (double) (end.stolenTicks - stolenTicks) / all;
  }
}
