package io.sentinelha.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.LinkRole;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;

/** The options of XADD and XTRIM: how long a stream may be. */
final class StreamTrim {

  private static final byte[] EXACTLY = "=".getBytes(ISO_8859_1);
  private static final long MOST_LIMIT = 1_000_000;
  private static final long USUAL_LIMIT = 10_000;
  private static final long NODES_AT_ONCE = 100;

  private enum Strategy {
    NONE,
    LENGTH,
    LEAST_ID
  }

  private Strategy strategy = Strategy.NONE;
  private boolean approximate;
  private long length;
  private StreamId least = StreamId.MIN;
  private long limit;
  private boolean limitGiven;
  private boolean mayCreate = true;

  /** The argument that says how much is left. */
  private int bound;

  private int idArgument;

  private StreamTrim() {}

  /**
   * Reads the options.
   *
   * @param add whether an id ends them
   */
  static StreamTrim parse(Call call, boolean add, long nodeEntries) {
    StreamTrim trim = new StreamTrim();
    Args args = call.args();
    int i = 2;
    for (; i < args.count(); i++) {
      boolean more = i + 1 < args.count();
      if (add && args.is(i, "*")) {
        break;
      } else if (args.is(i, "MAXLEN") && more) {
        i = trim.begin(args, i, Strategy.LENGTH);
        trim.length = args.number(i);
        if (trim.length < 0) {
          throw CommandError.of("ERR The MAXLEN argument must be >= 0.");
        }
      } else if (args.is(i, "MINID") && more) {
        i = trim.begin(args, i, Strategy.LEAST_ID);
        trim.least = StreamIds.strict(args, i);
      } else if (args.is(i, "LIMIT") && more) {
        trim.limit = args.number(++i);
        if (trim.limit < 0) {
          throw CommandError.of("ERR The LIMIT argument must be >= 0.");
        }
        trim.limitGiven = true;
      } else if (add && args.is(i, "NOMKSTREAM")) {
        trim.mayCreate = false;
      } else if (add) {
        if (!StreamIds.hasOpenNumber(args, i)) {
          StreamIds.strict(args, i);
        } else {
          StreamIds.time(args, i);
        }
        break;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    trim.idArgument = i;
    trim.checkLimit(call, add, nodeEntries);
    return trim;
  }

  private int begin(Args args, int at, Strategy wanted) {
    if (strategy != Strategy.NONE) {
      throw CommandError.of(
          "ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
    }
    strategy = wanted;
    int next = at + 1;
    boolean more = at + 2 < args.count();
    approximate = more && args.is(next, "~");
    bound = approximate || (more && args.is(next, "=")) ? next + 1 : next;
    return bound;
  }

  private void checkLimit(Call call, boolean add, long nodeEntries) {
    if (limit > 0 && strategy == Strategy.NONE) {
      throw CommandError.of(
          "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
    }
    if (!add && strategy == Strategy.NONE) {
      throw CommandError.of("ERR syntax error, XTRIM must be called with a trimming strategy");
    }
    if (call.client().attachment(LinkRole.class) == LinkRole.MASTER) {
      limit = 0; // It says exactly what it has done.
    } else if (limitGiven && !approximate) {
      throw CommandError.of("ERR syntax error, LIMIT cannot be used without the special ~ option");
    } else if (!limitGiven && approximate) {
      long usual = NODES_AT_ONCE * Math.min(nodeEntries, MOST_LIMIT);
      limit = usual <= 0 ? USUAL_LIMIT : Math.min(usual, MOST_LIMIT);
    }
  }

  boolean mayCreate() {
    return mayCreate;
  }

  /** Where the id of XADD stands. */
  int idArgument() {
    return idArgument;
  }

  /** Takes off what is too much; returns how much that was. */
  long apply(StreamValue stream) {
    return switch (strategy) {
      case NONE -> 0;
      case LENGTH -> stream.trimToLength(length, approximate, limit);
      case LEAST_ID -> stream.trimBefore(least, approximate, limit);
    };
  }

  /** Whether the streams must be told something else than the client said. */
  boolean needsRewriting() {
    return approximate;
  }

  /** Puts what was really done into the arguments. */
  void rewrite(byte[][] arguments, StreamValue stream) {
    arguments[bound - 1] = EXACTLY;
    arguments[bound] =
        strategy == Strategy.LENGTH
            ? Numbers.text(stream.size())
            : StreamIds.bytes(stream.firstNodeId());
  }
}
