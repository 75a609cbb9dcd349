package io.sentinelha.server.store.collection;

import java.util.Arrays;

/** A small sorted set: a row of members, and beside it their scores. */
final class PackedZset {

  private static final int ROOM = 4;

  final Listpack members;
  private double[] scores;

  PackedZset() {
    this(new Listpack(), new double[ROOM]);
  }

  private PackedZset(Listpack members, double[] scores) {
    this.members = members;
    this.scores = scores;
  }

  PackedZset copy() {
    return new PackedZset(members.copy(), scores.clone());
  }

  int size() {
    return members.count();
  }

  long memory() {
    return Listpack.OVERHEAD + 40L + members.capacity() + 8L * scores.length;
  }

  double score(int index) {
    return scores[index];
  }

  /** Adds a member that is not there; returns the number it got. */
  int add(double score, byte[] member, int from, int length, Text scratch) {
    int size = size();
    int at = (int) below(score, false);
    int place = members.at(at);
    while (at < size && scores[at] == score) {
      members.read(place, scratch);
      if (compare(scratch, member, from, length) > 0) {
        break;
      }
      place = members.next(place);
      at++;
    }
    members.insert(place, member, from, length);
    if (size == scores.length) {
      scores = Arrays.copyOf(scores, size + Math.max(ROOM, size / 2));
    }
    System.arraycopy(scores, at, scores, at + 1, size - at);
    scores[at] = score + 0.0; // Negative zero is kept as zero, as in listpacks of files.
    return at;
  }

  void remove(int index) {
    members.remove(members.at(index), 1);
    System.arraycopy(scores, index + 1, scores, index, size() - index);
  }

  /** How many have a lower score, or with {@code orEqual} one that is not higher. */
  long below(double score, boolean orEqual) {
    int size = size();
    int at = 0;
    while (at < size && (orEqual ? scores[at] <= score : scores[at] < score)) {
      at++;
    }
    return at;
  }

  /** How many from one on have lower bytes, or with {@code orEqual} the same or lower ones. */
  long belowText(int first, byte[] text, int from, int length, boolean orEqual, Text scratch) {
    int index = first;
    for (int at = members.at(first); at < members.end(); at = members.next(at)) {
      members.read(at, scratch);
      int order = compare(scratch, text, from, length);
      if (orEqual ? order > 0 : order >= 0) {
        break;
      }
      index++;
    }
    return (long) index - first;
  }

  private static int compare(Text one, byte[] text, int from, int length) {
    return Arrays.compareUnsigned(
        one.array(), one.start(), one.start() + one.length(), text, from, from + length);
  }
}
