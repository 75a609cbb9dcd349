package io.sentinelha.server.persist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Encoder;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.rdb.RdbOutput;
import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import java.io.IOException;

/** A snapshot as commands that make the same data: {@code aof-use-rdb-preamble no}. */
final class CommandEncoder implements SnapshotEncoder {

  private static final byte[] SELECT = "SELECT".getBytes(ISO_8859_1);
  private static final byte[] SET = "SET".getBytes(ISO_8859_1);
  private static final byte[] EXPIRE = "PEXPIREAT".getBytes(ISO_8859_1);

  private final RdbOutput.Sink sink;
  private final Encoder out = new Encoder();

  CommandEncoder(RdbOutput.Sink sink) {
    this.sink = sink;
  }

  @Override
  public void begin() {}

  @Override
  public void database(int index) throws IOException {
    out.array(2).bulk(SELECT).bulk(Numbers.text(index));
    pass();
  }

  @Override
  public void item(Object item) throws IOException {
    Slice key = Items.keySlice(item);
    if (Items.isString(item)) {
      Slice text = Items.text(item);
      out.array(3).bulk(SET);
      out.bulk(key.array(), key.start(), key.length());
      out.bulk(text.array(), text.start(), text.length());
    } else {
      new ValueCommands(out, this::pass, key).write(((Entry) item).value());
    }
    long expireAt = Items.expireAt(item);
    if (expireAt != Items.NEVER) {
      out.array(3).bulk(EXPIRE);
      out.bulk(key.array(), key.start(), key.length()).bulk(Numbers.text(expireAt));
    }
    pass();
  }

  private void pass() throws IOException {
    sink.write(out.array(), 0, out.length());
    out.clear();
  }

  @Override
  public void end() {}
}
