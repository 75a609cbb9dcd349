package io.sentinelha.server.persist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Doubles;
import io.sentinelha.server.engine.Encoder;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.collection.HashValue;
import io.sentinelha.server.store.collection.ListValue;
import io.sentinelha.server.store.collection.SetValue;
import io.sentinelha.server.store.collection.Text;
import io.sentinelha.server.store.collection.ZsetValue;
import io.sentinelha.server.store.stream.StreamValue;
import java.io.IOException;

/** A value as commands that make it, some elements in each. */
final class ValueCommands {

  private static final long MOST_ELEMENTS = 64;
  private static final byte[] RPUSH = ascii("RPUSH");
  private static final byte[] SADD = ascii("SADD");
  private static final byte[] ZADD = ascii("ZADD");
  private static final byte[] HMSET = ascii("HMSET");

  /** Hands over what was encoded. */
  interface Pass {
    void now() throws IOException;
  }

  private final Encoder out;
  private final Pass pass;
  private final Slice key;

  ValueCommands(Encoder out, Pass pass, Slice key) {
    this.out = out;
    this.pass = pass;
    this.key = key;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  void write(Value value) throws IOException {
    if (value instanceof HashValue hash) {
      write(hash);
    } else if (value instanceof ListValue list) {
      write(list);
    } else if (value instanceof SetValue set) {
      write(set);
    } else if (value instanceof ZsetValue zset) {
      write(zset);
    } else if (value instanceof StreamValue stream) {
      new StreamCommands(out, pass, key).write(stream);
    } else {
      throw new IllegalStateException("no commands for " + value.getClass());
    }
  }

  /** Begins another command when one is full, or with the first element. */
  private void element(byte[] command, long index, long size, int words) throws IOException {
    if (index % MOST_ELEMENTS == 0) {
      pass.now();
      out.array((int) (2 + words * Math.min(MOST_ELEMENTS, size - index)));
      out.bulk(command).bulk(key.array(), key.start(), key.length());
    }
  }

  private void text(Text text) {
    out.bulk(text.array(), text.start(), text.length());
  }

  private void write(HashValue hash) throws IOException {
    long index = 0;
    for (HashValue.Cursor cursor = hash.cursor(); cursor.next(); index++) {
      element(HMSET, index, hash.size(), 2);
      text(cursor.name());
      text(cursor.value());
    }
  }

  private void write(ListValue list) throws IOException {
    long index = 0;
    for (ListValue.Cursor cursor = list.cursor(0, false); cursor.next(); index++) {
      element(RPUSH, index, list.size(), 1);
      text(cursor.element());
    }
  }

  private void write(SetValue set) throws IOException {
    long index = 0;
    for (SetValue.Cursor cursor = set.cursor(); cursor.next(); index++) {
      element(SADD, index, set.size(), 1);
      text(cursor.member());
    }
  }

  private void write(ZsetValue zset) throws IOException {
    long index = 0;
    for (ZsetValue.Cursor cursor = zset.cursor(0, false); cursor.next(); index++) {
      element(ZADD, index, zset.size(), 2);
      out.bulk(ascii(Doubles.format(cursor.score())));
      text(cursor.member());
    }
  }
}
