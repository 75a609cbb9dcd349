package io.sentinelha.core.recorder;

import java.util.random.RandomGenerator;

/**
 * The engine's chance, drawn anew at the beginning of each segment, so that a segment needs to say
 * no more than one number about it.
 *
 * @see "Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators (SplitMix64)"
 */
final class Draws implements RandomGenerator {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  void seed(long seed) {
    state = seed;
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
