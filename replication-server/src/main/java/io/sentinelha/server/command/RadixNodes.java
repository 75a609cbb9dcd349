package io.sentinelha.server.command;

import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;

/**
 * How many nodes Redis' radix tree has for the packed nodes of a stream, which XINFO tells: a node
 * per leaf, per fork, and per run of bytes between them.
 */
final class RadixNodes {

  private static final int KEY = 16;

  /** Depths of the forks above the last key, outermost first. */
  private final int[] forks = new int[KEY];

  private int depth;
  private long count;
  private StreamId last = StreamId.MIN;
  private boolean any;

  private RadixNodes() {}

  static long of(StreamValue stream) {
    RadixNodes nodes = new RadixNodes();
    stream.forEachNode((first, bytes, length) -> nodes.add(first));
    return nodes.finish();
  }

  private void add(StreamId id) {
    if (any) {
      fork(common(last, id));
    }
    any = true;
    last = id;
    count++; // The leaf.
  }

  /** The last key and the next one part at a depth: what hangs below it there is complete. */
  private void fork(int at) {
    int below = KEY;
    while (depth > 0 && forks[depth - 1] > at) {
      run(forks[depth - 1], below);
      below = forks[--depth];
      count++;
    }
    if (depth == 0 || forks[depth - 1] < at) {
      forks[depth++] = at;
    }
    run(at, below);
  }

  /** The run of bytes between a fork and what hangs on one of its branches, if it is not empty. */
  private void run(int fork, int below) {
    if (below > fork + 1) {
      count++;
    }
  }

  private long finish() {
    int below = KEY;
    while (depth > 0) {
      run(forks[depth - 1], below);
      below = forks[--depth];
      count++;
    }
    // The root: a run of bytes, or empty; if the first byte forks already, it was counted.
    return below == 0 ? count : count + 1;
  }

  private static int common(StreamId a, StreamId b) {
    long high = a.ms() ^ b.ms();
    return high != 0
        ? Long.numberOfLeadingZeros(high) / 8
        : 8 + Long.numberOfLeadingZeros(a.seq() ^ b.seq()) / 8;
  }
}
