package io.sentinelha.server.persist;

import io.sentinelha.server.engine.AccessClock;
import io.sentinelha.server.rdb.RdbOutput;
import io.sentinelha.server.rdb.RdbVisitor;
import io.sentinelha.server.rdb.RdbWriter;
import io.sentinelha.server.store.Items;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A snapshot in the format of dumps. */
final class DumpEncoder implements SnapshotEncoder {

  private final RdbWriter writer;
  private final Map<String, String> notes;
  private final List<byte[]> functions;
  private final @Nullable AccessClock access;
  private final long nowMillis;
  private final Map<Integer, Cut> sizes = new HashMap<>();

  /**
   * An encoder of the data as they are now.
   *
   * @param notes in order
   * @param access what an item says about its use, if that is to be written
   */
  DumpEncoder(
      RdbOutput out,
      Map<String, String> notes,
      List<byte[]> functions,
      List<Cut> databases,
      @Nullable AccessClock access,
      long nowMillis) {
    this.writer = new RdbWriter(out);
    this.access = access;
    this.nowMillis = nowMillis;
    this.notes = notes;
    this.functions = functions;
    databases.forEach(cut -> sizes.put(cut.index(), cut));
  }

  @Override
  public void begin() throws IOException {
    writer.begin();
    for (Map.Entry<String, String> note : notes.entrySet()) {
      writer.aux(note.getKey(), note.getValue());
    }
    for (byte[] source : functions) {
      writer.function(source);
    }
  }

  @Override
  public void database(int index) throws IOException {
    writer.database(index);
    Cut cut = sizes.remove(index);
    if (cut != null) {
      writer.sizes(cut.size(), cut.expiring());
    }
  }

  @Override
  public void item(Object item) throws IOException {
    if (access == null) {
      writer.item(item, RdbVisitor.UNKNOWN, RdbVisitor.UNKNOWN);
    } else {
      int bits = Items.access(item);
      writer.item(item, access.idleSeconds(bits, nowMillis), access.frequency(bits, nowMillis));
    }
  }

  @Override
  public void end() throws IOException {
    writer.end();
  }
}
