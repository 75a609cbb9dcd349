package io.sentinelha.server.command;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.store.collection.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HSCAN, SSCAN and ZSCAN, but for what they go through. */
final class ElementScan {

  private static final ScanOptions NONE = new ScanOptions(null, 10, null);

  private final Call call;
  private final long cursor;
  private final List<byte[]> told = new ArrayList<>();
  private ScanOptions options = NONE;

  /** Goes some steps on. */
  @FunctionalInterface
  interface Walk {
    /** Returns where to go on. */
    long walk(long from, long most);
  }

  private ElementScan(Call call) {
    this.call = call;
    this.cursor = ScanCommands.cursor(call.args(), 2);
  }

  /** Reads the cursor, as Redis does before it looks at the key. */
  static ElementScan of(Call call) {
    return new ElementScan(call);
  }

  /** Reads the options. */
  void parse() {
    options = ScanOptions.parse(call.args(), 3, false);
  }

  boolean wants(Text element) {
    @Nullable Glob glob = options.glob();
    return glob == null || glob.matches(Bytes.of(element.toArray()));
  }

  void add(Text element) {
    told.add(element.toArray());
  }

  void add(byte[] element) {
    told.add(element);
  }

  void tellNothing() {
    call.reply().array(2).bulk(0).array(0);
  }

  void run(Walk walk) {
    long next = walk.walk(cursor & 0xffffffffL, options.count());
    call.reply().array(2).bulk(next).array(told.size());
    told.forEach(element -> call.reply().bulk(element));
  }
}
