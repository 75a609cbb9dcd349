package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.stream.ConsumerGroup;
import io.sentinelha.server.store.stream.Pending;
import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XCLAIM and XAUTOCLAIM: pending entries go to another consumer. */
final class StreamClaims {

  private static final int USUAL_COUNT = 100;

  /** So many entries are looked at for each that may be claimed. */
  private static final int LOOKS_PER_ENTRY = 10;

  private static final long MOST_COUNT = Long.MAX_VALUE / 16;

  private final Call call;
  private final Args args;
  private final StreamValue stream;
  private final ConsumerGroup group;
  private final byte[] key;
  private final List<StreamId> claimed = new ArrayList<>();
  private boolean justIds;

  private StreamClaims(Call call, StreamValue stream, ConsumerGroup group) {
    this.call = call;
    this.args = call.args();
    this.stream = stream;
    this.group = group;
    this.key = args.bytes(1);
  }

  static void register(Registry registry) {
    registry.on("xclaim", StreamClaims::claim).on("xautoclaim", StreamClaims::autoClaim);
  }

  private static StreamClaims open(Call call) {
    StreamValue looked = call.read(1, StreamValue.class);
    StreamValue stream = looked == null ? null : call.write(1, StreamValue.class);
    ConsumerGroup group = stream == null ? null : stream.groupToChange(call.args().slice(2));
    if (stream == null || group == null) {
      throw StreamGroups.noGroup(call.args().slice(1), call.args().slice(2), "");
    }
    return new StreamClaims(call, stream, group);
  }

  private static long number(Call call, int at, String what) {
    return call.args().number(at, CommandError.of("ERR Invalid " + what + " for " + name(call)));
  }

  private static String name(Call call) {
    return call.command().name().equals("xclaim") ? "XCLAIM" : "XAUTOCLAIM";
  }

  private Slice consumer() {
    return args.slice(3);
  }

  // --- XCLAIM ---

  /** The options of XCLAIM. */
  private static final class Options {
    long deliveredAt = -1;
    long count = -1;
    boolean force;
    boolean justIds;
    StreamId lastId = StreamId.MIN;

    static Options parse(Call call, int from) {
      Options options = new Options();
      Args args = call.args();
      for (int i = from; i < args.count(); i++) {
        boolean more = i + 1 < args.count();
        if (args.is(i, "FORCE")) {
          options.force = true;
        } else if (args.is(i, "JUSTID")) {
          options.justIds = true;
        } else if (args.is(i, "IDLE") && more) {
          options.deliveredAt = call.now() - number(call, ++i, "IDLE option argument");
        } else if (args.is(i, "TIME") && more) {
          options.deliveredAt = number(call, ++i, "TIME option argument");
        } else if (args.is(i, "RETRYCOUNT") && more) {
          options.count = number(call, ++i, "RETRYCOUNT option argument");
        } else if (args.is(i, "LASTID") && more) {
          options.lastId = StreamIds.strict(args, ++i);
        } else {
          throw CommandError.latin("ERR Unrecognized XCLAIM option '" + args.printed(i) + "'");
        }
      }
      return options;
    }

    /** A time that makes no sense is taken for now: clocks differ. */
    long deliveredAt(long now) {
      return deliveredAt < 0 || deliveredAt > now ? now : deliveredAt;
    }
  }

  private static void claim(Call call) {
    StreamClaims claims = open(call);
    Args args = call.args();
    long idle = number(call, 4, "min-idle-time argument");
    List<StreamId> ids = new ArrayList<>();
    int at = 5;
    for (; at < args.count(); at++) {
      StreamId id = idOrNull(args, at);
      if (id == null) {
        break;
      }
      ids.add(id);
    }
    Options options = Options.parse(call, at);
    call.doNotPropagate();
    claims.claim(ids, Math.max(0, idle), options);
  }

  private static @Nullable StreamId idOrNull(Args args, int at) {
    try {
      return StreamIds.strict(args, at);
    } catch (CommandError e) {
      return null; // The options begin here.
    }
  }

  private void claim(List<StreamId> ids, long idle, Options options) {
    justIds = options.justIds;
    boolean position = options.lastId.isAfter(group.lastId());
    if (position) {
      group.lastId(options.lastId);
    }
    for (StreamId id : ids) {
      Pending entry = group.pending(id);
      if (!stream.contains(id)) {
        if (entry != null) {
          forget(entry);
          position = false;
        }
        continue;
      }
      if (entry == null && !options.force) {
        continue;
      }
      if (entry != null && idle > 0 && call.now() - entry.deliveredAt() < idle) {
        continue;
      }
      long before = entry == null ? 1 : entry.count();
      long count = options.count >= 0 ? options.count : before + (justIds ? 0 : 1);
      take(id, options.deliveredAt(call.now()), count);
      position = false;
    }
    if (position) {
      StreamGroups.propagatePosition(call, key, group);
      call.changed();
    }
    reply();
  }

  private void take(StreamId id, long deliveredAt, long count) {
    if (group.consumer(consumer()) == null) {
      StreamGroups.addConsumer(call, 1, group, consumer());
    } else if (claimed.isEmpty()) {
      group.seen(consumer(), call.now());
    }
    Pending entry = new Pending(id, consumer(), deliveredAt, count);
    group.pend(entry);
    claimed.add(id);
    StreamGroups.propagateClaim(call, key, group, entry);
    call.changed();
  }

  /** An entry that was deleted leaves the lists. */
  private void forget(Pending entry) {
    StreamGroups.propagateClaim(call, key, group, entry);
    group.acknowledge(entry.id());
    call.changed();
  }

  private void reply() {
    Reply reply = call.reply();
    reply.array(claimed.size());
    for (StreamId id : claimed) {
      if (justIds) {
        StreamReplies.id(reply, id);
      } else {
        StreamReplies.entry(reply, stream, id);
      }
    }
  }

  // --- XAUTOCLAIM ---

  private static void autoClaim(Call call) {
    Args args = call.args();
    long idle = Math.max(0, number(call, 4, "min-idle-time argument"));
    StreamId start = StreamIds.start(args, 5);
    long count = USUAL_COUNT;
    boolean justIds = false;
    for (int i = 6; i < args.count(); i++) {
      if (args.is(i, "COUNT") && i + 1 < args.count()) {
        CommandError refusal = CommandError.of("ERR COUNT must be > 0");
        count = args.number(++i, refusal);
        if (count < 1 || count > MOST_COUNT) {
          throw refusal;
        }
      } else if (args.is(i, "JUSTID")) {
        justIds = true;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    StreamClaims claims = open(call);
    claims.justIds = justIds;
    call.doNotPropagate();
    claims.autoClaim(start, idle, count);
  }

  private void autoClaim(StreamId start, long idle, long count) {
    int looks = (int) Math.min(count * LOOKS_PER_ENTRY, Integer.MAX_VALUE - 8);
    List<Pending> candidates = group.pendings(start, looks + 1);
    List<StreamId> gone = new ArrayList<>();
    int at = 0;
    while (at < candidates.size() && at < looks && claimed.size() + gone.size() < count) {
      Pending entry = candidates.get(at++);
      if (!stream.contains(entry.id())) {
        forget(entry);
        gone.add(entry.id());
      } else if (idle == 0 || call.now() - entry.deliveredAt() >= idle) {
        take(entry.id(), call.now(), entry.count() + (justIds ? 0 : 1));
      }
    }
    Reply reply = call.reply();
    reply.array(3);
    StreamReplies.id(reply, at < candidates.size() ? candidates.get(at).id() : StreamId.MIN);
    reply();
    reply.array(gone.size());
    gone.forEach(id -> StreamReplies.id(reply, id));
  }
}
