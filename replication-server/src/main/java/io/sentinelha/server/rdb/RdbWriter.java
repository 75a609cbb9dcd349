package io.sentinelha.server.rdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import java.io.IOException;

/** Writes a dump: {@link #begin}, notes, databases with their keys, {@link #end}. */
public final class RdbWriter {

  /** What Redis 7.0 writes, and the newest that it reads. */
  public static final int VERSION = 10;

  private final RdbOutput out;
  private final ValueWriter values;

  public RdbWriter(RdbOutput out) {
    this.out = out;
    this.values = new ValueWriter(out);
  }

  public void begin() throws IOException {
    byte[] magic = "REDIS0010".getBytes(UTF_8);
    out.raw(magic, 0, magic.length);
  }

  /** A note about the dump as a whole. */
  public void aux(String name, String value) throws IOException {
    out.u8(Types.AUX);
    out.string(name.getBytes(UTF_8));
    out.string(value.getBytes(UTF_8));
  }

  /** The source of a library of functions. */
  public void function(byte[] source) throws IOException {
    out.u8(Types.FUNCTION);
    out.string(source);
  }

  /** What follows is in this database. */
  public void database(int index) throws IOException {
    out.u8(Types.SELECT);
    out.length(index);
  }

  /** How many keys a database has, and how many of them expire: a hint. */
  public void sizes(long keys, long expiring) throws IOException {
    out.u8(Types.RESIZE);
    out.length(keys);
    out.length(expiring);
  }

  /**
   * A key with its value.
   *
   * @param idleSeconds for how long it was not used; {@link RdbVisitor#UNKNOWN} to leave that out
   * @param frequency how often it is used; {@link RdbVisitor#UNKNOWN} to leave that out
   */
  public void item(Object item, long idleSeconds, int frequency) throws IOException {
    long expireAt = Items.expireAt(item);
    if (expireAt != Items.NEVER) {
      out.u8(Types.EXPIRE_MILLIS);
      out.i64(expireAt);
    }
    if (idleSeconds >= 0) {
      out.u8(Types.IDLE);
      out.length(idleSeconds);
    }
    if (frequency >= 0) {
      out.u8(Types.FREQUENCY);
      out.u8(frequency);
    }
    Slice key = Items.keySlice(item);
    if (Items.isString(item)) {
      out.u8(Types.STRING);
      out.string(key.array(), key.start(), key.length());
      Slice text = Items.text(item);
      out.string(text.array(), text.start(), text.length());
      return;
    }
    ValueWriter.Form form = values.form(((Entry) item).value());
    out.u8(form.type());
    out.string(key.array(), key.start(), key.length());
    form.write();
  }

  /** The end mark and the checksum. */
  public void end() throws IOException {
    out.u8(Types.END);
    out.i64(out.checksum());
    out.flush();
  }
}
