package io.sentinelha.server.rdb;

import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.collection.Forms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A single value as DUMP gives it and RESTORE takes it: form, value, version of the format (2
 * bytes), checksum (8).
 */
public final class DumpPayload {

  private static final int FOOTER = 10;

  private DumpPayload() {}

  /** The value of an item. */
  public static byte[] of(Object item, boolean compresses) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RdbOutput out = RdbOutput.small(bytes::write, compresses);
    try {
      if (Items.isString(item)) {
        Slice text = Items.text(item);
        out.u8(Types.STRING);
        out.string(text.array(), text.start(), text.length());
      } else {
        ValueWriter.Form form = new ValueWriter(out).form(((Entry) item).value());
        out.u8(form.type());
        form.write();
      }
      out.u8(RdbWriter.VERSION);
      out.u8(RdbWriter.VERSION >>> 8);
      out.i64(out.checksum());
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot be written to", e);
    }
    return bytes.toByteArray();
  }

  /** Whether version and checksum of a payload are right. */
  public static boolean isIntact(Slice payload) {
    int sum = payload.start() + payload.length() - 8;
    if (payload.length() < FOOTER) {
      return false;
    }
    byte[] bytes = payload.array();
    int version = (bytes[sum - 2] & 0xff) | (bytes[sum - 1] & 0xff) << 8;
    long told = 0;
    for (int i = 7; i >= 0; i--) {
      told = told << 8 | (bytes[sum + i] & 0xff);
    }
    return version <= RdbReader.NEWEST
        && told == Crc64.update(0, bytes, payload.start(), payload.length() - 8);
  }

  /**
   * The item that a payload makes, under a key.
   *
   * @return null if it is a value without elements
   * @throws RdbException if it is damaged
   */
  public static @Nullable Object item(
      Slice payload, Slice key, long expireAt, Forms forms, Limits limits) throws IOException {
    RdbInput in = RdbInput.of(payload.array(), payload.start(), payload.length() - FOOTER, limits);
    int type = in.u8();
    Object item;
    if (type == Types.STRING) {
      item = Items.string(key, Slice.of(in.string()), expireAt, false);
    } else {
      Value value = new ValueReader(forms).read(type, in);
      item = value == null ? null : new Entry(key.toArray(), value, expireAt);
    }
    if (in.remaining() != 0) {
      throw in.corrupt(in.remaining() + " bytes too many");
    }
    return item;
  }
}
