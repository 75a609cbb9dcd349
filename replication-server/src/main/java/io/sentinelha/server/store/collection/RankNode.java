package io.sentinelha.server.store.collection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A node of a {@link Ranking}. */
abstract sealed class RankNode permits RankInner, RankLeaf {

  /** Items of a leaf, children of an inner node. */
  static final int MOST = 64;

  static final int FEW = MOST / 4;

  /** Whose node this is: it may be changed by the ranking that has this epoch. */
  final int epoch;

  /** Items or children in use. */
  int size;

  /** Items in all leaves below. */
  int count;

  RankNode(int epoch) {
    this.epoch = epoch;
  }

  /** This node or, if it is another epoch's, a copy. */
  abstract RankNode own(int newEpoch);

  /** Adds an item; returns the right half if it had to be split. */
  abstract @Nullable RankNode add(double score, byte[] item, int newEpoch);

  abstract void remove(double score, byte[] item, int newEpoch);

  abstract long rank(double score, byte[] item);

  abstract long below(double score, boolean orEqual);

  abstract long belowText(byte[] text, int from, int length, boolean orEqual);

  /** The lowest item; there must be one. */
  abstract byte[] lowest();

  /** Takes the content of the right neighbour. */
  abstract void join(RankNode right);

  static int compare(double score, byte[] item, double otherScore, byte[] other) {
    if (score != otherScore) {
      return score < otherScore ? -1 : 1;
    }
    return Arrays.compareUnsigned(
        item, Layout.SCORE, item.length, other, Layout.SCORE, other.length);
  }

  static boolean isBelow(double there, double score, boolean orEqual) {
    return orEqual ? there <= score : there < score;
  }

  static boolean isBelow(byte[] item, byte[] text, int from, int length, boolean orEqual) {
    int order = Arrays.compareUnsigned(item, Layout.SCORE, item.length, text, from, from + length);
    return orEqual ? order <= 0 : order < 0;
  }
}
