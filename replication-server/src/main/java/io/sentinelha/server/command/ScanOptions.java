package io.sentinelha.server.command;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.CommandError;
import org.jspecify.annotations.Nullable;

/**
 * The options of SCAN and its relatives.
 *
 * @param glob null for everything
 * @param count how much work one call shall do
 * @param type null for every type
 */
record ScanOptions(@Nullable Glob glob, long count, @Nullable String type) {

  static ScanOptions parse(Args args, int from, boolean withType) {
    Glob glob = null;
    long count = 10;
    String type = null;
    for (int i = from; i < args.count(); i += 2) {
      boolean more = i + 1 < args.count();
      if (more && args.is(i, "COUNT")) {
        count = args.number(i + 1);
        if (count < 1) {
          throw CommandError.SYNTAX;
        }
      } else if (more && args.is(i, "MATCH")) {
        Bytes pattern = args.value(i + 1);
        glob = pattern.equals(Bytes.utf8("*")) ? null : Glob.of(pattern);
      } else if (more && withType && args.is(i, "TYPE")) {
        type = args.text(i + 1);
      } else {
        throw CommandError.SYNTAX;
      }
    }
    return new ScanOptions(glob, count, type);
  }
}
