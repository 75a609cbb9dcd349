package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import java.util.ArrayList;
import java.util.List;

/** LCS: the longest common subsequence of two strings, by the usual table of lengths. */
final class LcsCommand {

  /** Ranges in both strings that belong together; ends are included. */
  private record Match(int a0, int a1, int b0, int b1) {
    int length() {
      return a1 - a0 + 1;
    }
  }

  private static final class Options {
    boolean length;
    boolean indexes;
    boolean matchLength;
    long least;
  }

  LcsCommand() {}

  void register(Registry registry) {
    registry.on("lcs", LcsCommand::lcs);
  }

  private static void lcs(Call call) {
    Slice a = text(call, 1);
    Slice b = text(call, 2);
    Options options = options(call.args());
    long cells = (a.length() + 1L) * (b.length() + 1L);
    if (cells * Integer.BYTES > Arguments.longestString(call)) {
      throw CommandError.of(
          "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
    }
    int[] table = table(a, b);
    int width = b.length() + 1;
    int total = table[a.length() * width + b.length()];
    if (options.length) {
      call.reply().integer(total);
      return;
    }
    byte[] common = new byte[total];
    List<Match> matches = walk(a, b, table, common);
    if (options.indexes) {
      write(call.reply(), matches, options, total);
    } else {
      call.reply().bulk(common);
    }
  }

  private static Slice text(Call call, int key) {
    Object item = call.read(key);
    if (item != null && !Items.isString(item)) {
      throw CommandError.of("ERR The specified keys must contain string values");
    }
    return item == null ? Slice.of(new byte[0]) : Items.text(item);
  }

  private static Options options(Args args) {
    Options options = new Options();
    for (int i = 3; i < args.count(); i++) {
      if (args.is(i, "IDX")) {
        options.indexes = true;
      } else if (args.is(i, "LEN")) {
        options.length = true;
      } else if (args.is(i, "WITHMATCHLEN")) {
        options.matchLength = true;
      } else if (args.is(i, "MINMATCHLEN") && i + 1 < args.count()) {
        options.least = Math.max(0, args.number(++i));
      } else {
        throw CommandError.SYNTAX;
      }
    }
    if (options.length && options.indexes) {
      throw CommandError.of("ERR If you want both the length and indexes, please just use IDX.");
    }
    return options;
  }

  private static int[] table(Slice a, Slice b) {
    int width = b.length() + 1;
    int[] table = new int[(a.length() + 1) * width];
    for (int i = 1; i <= a.length(); i++) {
      byte c = a.array()[a.start() + i - 1];
      for (int j = 1; j <= b.length(); j++) {
        table[i * width + j] =
            c == b.array()[b.start() + j - 1]
                ? table[(i - 1) * width + j - 1] + 1
                : Math.max(table[(i - 1) * width + j], table[i * width + j - 1]);
      }
    }
    return table;
  }

  /** From the end to the front; the matches come in that order. */
  private static List<Match> walk(Slice a, Slice b, int[] table, byte[] common) {
    List<Match> matches = new ArrayList<>();
    int width = b.length() + 1;
    int left = common.length;
    int i = a.length();
    int j = b.length();
    Match open = null;
    while (i > 0 && j > 0 && left > 0) {
      if (a.array()[a.start() + i - 1] == b.array()[b.start() + j - 1]) {
        common[--left] = a.array()[a.start() + i - 1];
        if (open != null && open.a0() == i && open.b0() == j) {
          open = new Match(i - 1, open.a1(), j - 1, open.b1());
        } else {
          if (open != null) {
            matches.add(open);
          }
          open = new Match(i - 1, i - 1, j - 1, j - 1);
        }
        i--;
        j--;
      } else if (table[(i - 1) * width + j] > table[i * width + j - 1]) {
        i--;
      } else {
        j--;
      }
    }
    if (open != null) {
      matches.add(open);
    }
    return matches;
  }

  private static void write(Reply reply, List<Match> matches, Options options, int total) {
    List<Match> told = matches.stream().filter(match -> match.length() >= options.least).toList();
    reply.map(2).bulk("matches").array(told.size());
    for (Match match : told) {
      reply.array(options.matchLength ? 3 : 2);
      reply.array(2).integer(match.a0()).integer(match.a1());
      reply.array(2).integer(match.b0()).integer(match.b1());
      if (options.matchLength) {
        reply.integer(match.length());
      }
    }
    reply.bulk("len").integer(total);
  }
}
