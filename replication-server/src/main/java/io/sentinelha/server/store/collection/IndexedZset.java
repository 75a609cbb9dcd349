package io.sentinelha.server.store.collection;

import io.sentinelha.server.store.SipHash;

/**
 * A large sorted set: a {@link Table} by member and a {@link Ranking}, which have the same items.
 */
final class IndexedZset {

  private final Table table;
  private final Ranking ranking;

  IndexedZset(SipHash hash) {
    this(new Table(Layout.SCORED, hash), new Ranking());
  }

  private IndexedZset(Table table, Ranking ranking) {
    this.table = table;
    this.ranking = ranking;
  }

  IndexedZset twin() {
    return new IndexedZset(table.twin(), ranking.twin());
  }

  int size() {
    return table.size();
  }

  long memory() {
    return table.memory() + ranking.memory();
  }

  double score(byte[] member, int from, int length) {
    byte[] item = table.find(member, from, length);
    return item == null ? Double.NaN : Layout.score(item);
  }

  boolean put(double score, byte[] member, int from, int length) {
    byte[] there = table.find(member, from, length);
    if (there != null) {
      if (Layout.score(there) == score) {
        return false;
      }
      ranking.remove(there);
    }
    byte[] item = Layout.scored(score, member, from, length);
    table.put(item);
    ranking.add(item);
    return there == null;
  }

  boolean remove(byte[] member, int from, int length) {
    byte[] item = table.remove(member, from, length);
    if (item == null) {
      return false;
    }
    ranking.remove(item);
    return true;
  }

  long rank(byte[] member, int from, int length) {
    byte[] item = table.find(member, from, length);
    return item == null ? -1 : ranking.rank(item);
  }

  long below(double score, boolean orEqual) {
    return ranking.below(score, orEqual);
  }

  long belowText(byte[] text, int from, int length, boolean orEqual) {
    return ranking.belowText(text, from, length, orEqual);
  }

  Ranking.Cursor cursor(long from, boolean backwards) {
    return ranking.new Cursor(from, backwards);
  }

  long scan(long from, long most, ZsetValue.Taker into) {
    Text member = new Text();
    return table.scan(
        from,
        most,
        item -> {
          member.set(item, Layout.SCORE, item.length - Layout.SCORE);
          into.accept(member, Layout.score(item));
        });
  }
}
