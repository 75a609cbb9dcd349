package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.store.collection.ListValue;
import java.util.ArrayList;
import java.util.List;

/** LPOS. */
final class ListSearch {

  private static final CommandError RANK_ZERO =
      CommandError.of(
          "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ..."
              + " or use negative to start from the end of the list");
  private static final CommandError BAD_COUNT = CommandError.of("ERR COUNT can't be negative");
  private static final CommandError BAD_LENGTH = CommandError.of("ERR MAXLEN can't be negative");

  private ListSearch() {}

  static void position(Call call) {
    Args args = call.args();
    long rank = 1;
    long count = -1;
    long most = 0;
    for (int i = 3; i < args.count(); i += 2) {
      boolean more = i + 1 < args.count();
      if (more && args.is(i, "RANK")) {
        rank = args.number(i + 1);
        if (rank == 0) {
          throw RANK_ZERO;
        }
      } else if (more && args.is(i, "COUNT")) {
        count = Arguments.atLeast(0, args, i + 1, BAD_COUNT);
      } else if (more && args.is(i, "MAXLEN")) {
        most = Arguments.atLeast(0, args, i + 1, BAD_LENGTH);
      } else {
        throw CommandError.SYNTAX;
      }
    }
    ListValue list = call.read(1, ListValue.class);
    List<Long> found =
        list == null ? List.of() : search(list, args, rank, count < 0 ? 1 : count, most);
    if (count >= 0) {
      call.reply().array(found.size());
      found.forEach(call.reply()::integer);
    } else if (found.isEmpty()) {
      call.reply().nil();
    } else {
      call.reply().integer(found.get(0));
    }
  }

  private static List<Long> search(ListValue list, Args args, long rank, long count, long most) {
    boolean backwards = rank < 0;
    long size = list.size();
    long skip = rank == Long.MIN_VALUE ? 0 : Math.abs(rank) - 1; // Redis overflows there.
    List<Long> found = new ArrayList<>();
    ListValue.Cursor cursor = list.cursor(backwards ? size - 1 : 0, backwards);
    for (long i = 0; (most == 0 || i < most) && cursor.next(); i++) {
      if (cursor.element().sameAs(args.buffer(), args.start(2), args.length(2))) {
        if (skip > 0) {
          skip--;
          continue;
        }
        found.add(backwards ? size - 1 - i : i);
        if (found.size() == count) {
          break;
        }
      }
    }
    return found;
  }
}
