package io.sentinelha.server.rdb;

import io.sentinelha.server.engine.Doubles;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.collection.HashValue;
import io.sentinelha.server.store.collection.ListValue;
import io.sentinelha.server.store.collection.SetValue;
import io.sentinelha.server.store.collection.Text;
import io.sentinelha.server.store.collection.ZsetValue;
import io.sentinelha.server.store.stream.StreamValue;
import java.io.IOException;

/**
 * Writes values in the forms of version 10: packed ones as they are kept, others in plain forms.
 */
final class ValueWriter {

  /**
   * How a value is written.
   *
   * @param type the number of the form
   * @param body writes what follows the key
   */
  record Form(int type, Body body) {
    void write() throws IOException {
      body.write();
    }
  }

  interface Body {
    void write() throws IOException;
  }

  private final RdbOutput out;

  ValueWriter(RdbOutput out) {
    this.out = out;
  }

  /** How a value that is no string is written. */
  Form form(Value value) {
    if (value instanceof HashValue hash) {
      return form(hash);
    }
    if (value instanceof ListValue list) {
      return new Form(Types.LIST_QUICKLIST_2, () -> write(list));
    }
    if (value instanceof SetValue set) {
      return form(set);
    }
    if (value instanceof ZsetValue zset) {
      return form(zset);
    }
    if (value instanceof StreamValue stream) {
      return new Form(Types.STREAM_2, () -> new StreamWriter(out).write(stream));
    }
    throw new IllegalStateException("no form for " + value.getClass());
  }

  private void text(Text text) throws IOException {
    out.string(text.array(), text.start(), text.length());
  }

  private Form form(HashValue hash) {
    byte[] packed = hash.listpack();
    return packed != null
        ? new Form(Types.HASH_LISTPACK, () -> out.string(packed))
        : new Form(Types.HASH, () -> write(hash));
  }

  private void write(HashValue hash) throws IOException {
    out.length(hash.size());
    for (HashValue.Cursor cursor = hash.cursor(); cursor.next(); ) {
      text(cursor.name());
      text(cursor.value());
    }
  }

  private void write(ListValue list) throws IOException {
    out.length(list.nodes());
    for (int i = 0; i < list.nodes(); i++) {
      out.length(Types.PACKED);
      out.string(list.listpack(i));
    }
  }

  private Form form(SetValue set) {
    byte[] packed = set.intset();
    return packed != null
        ? new Form(Types.SET_INTSET, () -> out.string(packed))
        : new Form(Types.SET, () -> write(set));
  }

  private void write(SetValue set) throws IOException {
    out.length(set.size());
    for (SetValue.Cursor cursor = set.cursor(); cursor.next(); ) {
      text(cursor.member());
    }
  }

  private Form form(ZsetValue zset) {
    byte[] packed = zset.listpack(Doubles::format);
    return packed != null
        ? new Form(Types.ZSET_LISTPACK, () -> out.string(packed))
        : new Form(Types.ZSET_2, () -> write(zset));
  }

  /** The highest first: that is how others can append while they load. */
  private void write(ZsetValue zset) throws IOException {
    out.length(zset.size());
    for (ZsetValue.Cursor cursor = zset.cursor(zset.size() - 1, true); cursor.next(); ) {
      text(cursor.member());
      out.f64(cursor.score());
    }
  }
}
