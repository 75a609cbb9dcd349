package io.sentinelha.server.rdb;

import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.collection.Forms;
import io.sentinelha.server.store.collection.HashValue;
import io.sentinelha.server.store.collection.ListValue;
import io.sentinelha.server.store.collection.SetValue;
import io.sentinelha.server.store.collection.ZsetValue;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads values in all forms that versions 1 to 12 have. */
public final class ValueReader {

  private final Forms forms;

  /** A reader; it may be used by one thread at a time. */
  public ValueReader(Forms forms) {
    this.forms = forms;
  }

  /** Reads a value that is no string; null if it has no elements. */
  @Nullable Value read(int type, RdbInput in) throws IOException {
    Value value =
        switch (type) {
          case Types.LIST -> list(in);
          case Types.SET -> set(in);
          case Types.ZSET -> zset(in, false);
          case Types.ZSET_2 -> zset(in, true);
          case Types.HASH -> hash(in);
          case Types.HASH_ZIPMAP -> {
            long at = in.offset();
            yield hash(new Zipmap(in.string(), at));
          }
          case Types.HASH_ZIPLIST -> {
            long at = in.offset();
            yield hash(new Ziplist(in.string(), at));
          }
          case Types.HASH_LISTPACK -> packedHash(in);
          case Types.HASH_TIMED -> timedHash(in);
          case Types.HASH_TIMED_LISTPACK -> timedPackedHash(in);
          case Types.LIST_ZIPLIST -> ziplist(in);
          case Types.LIST_QUICKLIST -> quicklist(in);
          case Types.LIST_QUICKLIST_2 -> quicklist2(in);
          case Types.SET_INTSET -> intset(in);
          case Types.SET_LISTPACK -> packedSet(in);
          case Types.ZSET_ZIPLIST -> {
            long at = in.offset();
            yield zset(new Ziplist(in.string(), at));
          }
          case Types.ZSET_LISTPACK -> packedZset(in);
          case Types.STREAM, Types.STREAM_2, Types.STREAM_3 -> StreamReader.read(type, in);
          case Types.MODULE, Types.MODULE_2 ->
              throw in.corrupt("a value of a module, which is not there");
          default -> throw in.corrupt("unknown type of value or opcode " + type);
        };
    return value.size() == 0 && !StreamReader.isStream(type) ? null : value;
  }

  // --- Lists ---

  private ListValue list(RdbInput in) throws IOException {
    ListValue list = new ListValue(forms);
    for (long left = in.count(1); left > 0; left--) {
      list.push(true, Slice.of(in.string()));
    }
    return list;
  }

  private ListValue ziplist(RdbInput in) throws IOException {
    ListValue list = new ListValue(forms);
    addZiplist(list, in);
    return list;
  }

  private ListValue quicklist(RdbInput in) throws IOException {
    ListValue list = new ListValue(forms);
    for (long left = in.count(1); left > 0; left--) {
      addZiplist(list, in);
    }
    return list;
  }

  private static void addZiplist(ListValue list, RdbInput in) throws IOException {
    long at = in.offset();
    Ziplist elements = new Ziplist(in.string(), at);
    while (elements.next()) {
      list.push(true, elements.text());
    }
  }

  private ListValue quicklist2(RdbInput in) throws IOException {
    ListValue list = new ListValue(forms);
    for (long left = in.count(2); left > 0; left--) {
      long container = in.length();
      long at = in.offset();
      byte[] content = in.string();
      if (container == Types.PLAIN) {
        list.push(true, Slice.of(content));
      } else if (container == Types.PACKED) {
        Listpack elements = new Listpack(content, at);
        int size = 0;
        while (elements.next()) {
          size++;
        }
        if (size > 0) {
          list.addListpack(content);
        }
      } else {
        throw in.corrupt("unknown container of a list: " + container);
      }
    }
    return list;
  }

  // --- Sets ---

  private SetValue set(RdbInput in) throws IOException {
    SetValue set = new SetValue(forms);
    for (long left = in.count(1); left > 0; left--) {
      if (!set.add(Slice.of(in.string()))) {
        throw in.corrupt("a member stands twice in a set");
      }
    }
    return set;
  }

  private SetValue intset(RdbInput in) throws IOException {
    long at = in.offset();
    byte[] content = in.string();
    Intset members = new Intset(content, at);
    boolean any = false;
    while (members.next()) {
      any = true;
    }
    return any ? SetValue.ofIntset(forms, content) : new SetValue(forms);
  }

  private SetValue packedSet(RdbInput in) throws IOException {
    long at = in.offset();
    Listpack members = new Listpack(in.string(), at);
    SetValue set = new SetValue(forms);
    while (members.next()) {
      if (!set.add(members.text())) {
        throw members.corrupt("a member stands twice");
      }
    }
    return set;
  }

  // --- Sorted sets ---

  private ZsetValue zset(RdbInput in, boolean binary) throws IOException {
    ZsetValue zset = new ZsetValue(forms);
    for (long left = in.count(2); left > 0; left--) {
      byte[] member = in.string();
      double score = binary ? in.f64() : in.oldScore();
      if (Double.isNaN(score)) {
        throw in.corrupt("a score that is no number");
      }
      if (!zset.put(score, Slice.of(member))) {
        throw in.corrupt("a member stands twice in a sorted set");
      }
    }
    return zset;
  }

  private ZsetValue packedZset(RdbInput in) throws IOException {
    long at = in.offset();
    return zset(new Listpack(in.string(), at));
  }

  private ZsetValue zset(Packed elements) throws IOException {
    ZsetValue zset = new ZsetValue(forms);
    while (elements.next()) {
      byte[] member = elements.copy();
      elements.require();
      if (!zset.put(elements.score(), Slice.of(member))) {
        throw elements.corrupt("a member stands twice");
      }
    }
    return zset;
  }

  // --- Hashes ---

  private HashValue hash(RdbInput in) throws IOException {
    HashValue hash = new HashValue(forms);
    for (long left = in.count(2); left > 0; left--) {
      if (!hash.put(Slice.of(in.string()), Slice.of(in.string()))) {
        throw in.corrupt("a field stands twice in a hash");
      }
    }
    return hash;
  }

  private HashValue hash(Packed elements) throws IOException {
    HashValue hash = new HashValue(forms);
    while (elements.next()) {
      byte[] field = elements.copy();
      elements.require();
      if (!hash.put(Slice.of(field), elements.text())) {
        throw elements.corrupt("a field stands twice");
      }
    }
    return hash;
  }

  private HashValue packedHash(RdbInput in) throws IOException {
    long at = in.offset();
    byte[] content = in.string();
    Listpack elements = new Listpack(content, at);
    int size = 0;
    while (elements.next()) {
      elements.require();
      size++;
    }
    HashValue hash = size == 0 ? new HashValue(forms) : HashValue.ofListpack(forms, content);
    if (hash == null) {
      throw elements.corrupt("a field stands twice");
    }
    return hash;
  }

  private HashValue timedHash(RdbInput in) throws IOException {
    in.i64();
    HashValue hash = new HashValue(forms);
    for (long left = in.count(3); left > 0; left--) {
      refuseTime(in, in.length());
      if (!hash.put(Slice.of(in.string()), Slice.of(in.string()))) {
        throw in.corrupt("a field stands twice in a hash");
      }
    }
    return hash;
  }

  private HashValue timedPackedHash(RdbInput in) throws IOException {
    in.i64();
    long at = in.offset();
    Listpack elements = new Listpack(in.string(), at);
    HashValue hash = new HashValue(forms);
    while (elements.next()) {
      byte[] field = elements.copy();
      elements.require();
      byte[] value = elements.copy();
      elements.require();
      refuseTime(in, elements.number());
      if (!hash.put(Slice.of(field), Slice.of(value))) {
        throw elements.corrupt("a field stands twice");
      }
    }
    return hash;
  }

  /** A field that should vanish some day and never does is worse than no data. */
  private static void refuseTime(RdbInput in, long time) throws RdbException {
    if (time != 0) {
      throw in.corrupt("a field of a hash has a time to live, which this server does not have");
    }
  }
}
