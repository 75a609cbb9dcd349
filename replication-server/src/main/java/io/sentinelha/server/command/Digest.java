package io.sentinelha.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Database;
import io.sentinelha.server.engine.Doubles;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.collection.HashValue;
import io.sentinelha.server.store.collection.ListValue;
import io.sentinelha.server.store.collection.SetValue;
import io.sentinelha.server.store.collection.Text;
import io.sentinelha.server.store.collection.ZsetValue;
import io.sentinelha.server.store.stream.StreamCursor;
import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A number for all data that does not depend on the order in which hash tables hand them over: two
 * servers with the same data have the same. Equal to what Redis computes.
 *
 * <p>Two operations on a digest: to add something whose order does not count, its SHA-1 is
 * exclusive-ored; where the order counts, the result is hashed once more.
 */
final class Digest {

  static final int SIZE = 20;

  private static final byte[] EXPIRES = "!!expire!!".getBytes(ISO_8859_1);

  private final MessageDigest sha;
  private final byte[] sum = new byte[SIZE];
  private final byte[] element = new byte[SIZE];

  Digest() {
    try {
      sha = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /** Of all data. */
  byte[] of(Engine engine) {
    byte[] all = new byte[SIZE];
    byte[] one = new byte[SIZE];
    for (Database db : engine.databases()) {
      if (db.keys().size() == 0) {
        continue;
      }
      mix(all, number(db.index()));
      db.keys()
          .forEach(
              item -> {
                Arrays.fill(one, (byte) 0);
                mix(one, Items.keySlice(item));
                add(one, item);
                xor(all, one, 0, SIZE);
              });
    }
    return all;
  }

  /** Of a value, without its key. */
  byte[] of(Object item) {
    byte[] one = new byte[SIZE];
    add(one, item);
    return one;
  }

  private void add(byte[] digest, Object item) {
    mix(digest, number(Items.type(item).number()));
    if (Items.isString(item)) {
      mix(digest, Items.text(item));
    } else {
      add(digest, ((Entry) item).value());
    }
    if (Items.expireAt(item) != Items.NEVER) {
      xor(digest, EXPIRES, 0, EXPIRES.length);
    }
  }

  private void add(byte[] digest, Value value) {
    if (value instanceof ListValue list) {
      for (ListValue.Cursor cursor = list.cursor(0, false); cursor.next(); ) {
        mix(digest, cursor.element());
      }
    } else if (value instanceof SetValue set) {
      for (SetValue.Cursor cursor = set.cursor(); cursor.next(); ) {
        Text member = cursor.member();
        xor(digest, member.array(), member.start(), member.length());
      }
    } else if (value instanceof ZsetValue zset) {
      for (ZsetValue.Cursor cursor = zset.cursor(0, false); cursor.next(); ) {
        Arrays.fill(element, (byte) 0);
        mix(element, cursor.member());
        mix(element, Doubles.format(cursor.score()).getBytes(ISO_8859_1));
        xor(digest, element, 0, SIZE);
      }
    } else if (value instanceof HashValue hash) {
      for (HashValue.Cursor cursor = hash.cursor(); cursor.next(); ) {
        Arrays.fill(element, (byte) 0);
        mix(element, cursor.name());
        mix(element, cursor.value());
        xor(digest, element, 0, SIZE);
      }
    } else if (value instanceof StreamValue stream) {
      for (StreamCursor cursor = stream.range(StreamId.MIN, StreamId.MAX, false); cursor.next(); ) {
        String id = cursor.id().toString().replace('-', '.');
        mix(digest, id.getBytes(ISO_8859_1));
        for (int i = 2 * cursor.fields(); i > 0; i--) {
          mix(digest, cursor.nextText());
        }
      }
    } else {
      throw new IllegalStateException("no digest for " + value.getClass());
    }
  }

  private static byte[] number(int value) {
    return new byte[] {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
  }

  private void mix(byte[] digest, Text text) {
    mix(digest, text.array(), text.start(), text.length());
  }

  private void mix(byte[] digest, Slice text) {
    mix(digest, text.array(), text.start(), text.length());
  }

  private void mix(byte[] digest, byte[] text) {
    mix(digest, text, 0, text.length);
  }

  private void mix(byte[] digest, byte[] bytes, int from, int length) {
    xor(digest, bytes, from, length);
    hash(digest, 0, SIZE, digest);
  }

  private void xor(byte[] digest, byte[] bytes, int from, int length) {
    hash(bytes, from, length, sum);
    for (int i = 0; i < SIZE; i++) {
      digest[i] ^= sum[i];
    }
  }

  private void hash(byte[] bytes, int from, int length, byte[] into) {
    sha.update(bytes, from, length);
    try {
      sha.digest(into, 0, SIZE);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-1 has " + SIZE + " bytes", e);
    }
  }
}
