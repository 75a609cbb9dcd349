package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.STREAM;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.LongSetting;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adding to streams, reading and shortening them. Groups are in other classes. */
final class StreamCommands implements CommandFamily {

  private final LongSetting nodeBytes =
      LongSetting.memory("stream-node-max-bytes", 4096, 0, Long.MAX_VALUE);
  private final LongSetting nodeEntries =
      LongSetting.of("stream-node-max-entries", 100, 0, Long.MAX_VALUE);

  StreamCommands() {}

  @Override
  public void register(Registry registry) {
    registry.setting(nodeBytes);
    registry.setting(nodeEntries);
    registry
        .table(StreamCommands.class, "streams.txt")
        .on("xadd", this::add)
        .on("xtrim", this::trim)
        .on("xlen", StreamCommands::length)
        .on("xrange", call -> range(call, false))
        .on("xrevrange", call -> range(call, true))
        .on("xdel", StreamCommands::delete)
        .on("xsetid", StreamCommands::setId);
    StreamRead.register(registry);
    StreamGroups.register(registry);
    StreamClaims.register(registry);
    StreamPending.register(registry);
    StreamInfo.register(registry);
  }

  private void add(Call call) {
    StreamTrim trim = StreamTrim.parse(call, true, nodeEntries.value());
    Args args = call.args();
    int idAt = trim.idArgument();
    int texts = args.count() - idAt - 1;
    if (texts < 2 || texts % 2 == 1) {
      throw CommandError.of("ERR wrong number of arguments for 'xadd' command");
    }
    boolean automatic = args.is(idAt, "*");
    boolean open = !automatic && StreamIds.hasOpenNumber(args, idAt);
    if (!automatic && !open && StreamIds.strict(args, idAt).equals(StreamId.MIN)) {
      throw CommandError.of("ERR The ID specified in XADD must be greater than 0-0");
    }
    StreamValue stream = call.write(1, StreamValue.class);
    if (stream == null && !trim.mayCreate()) {
      call.reply().nil();
      return;
    }
    StreamId last = stream == null ? StreamId.MIN : stream.lastId();
    if (last.equals(StreamId.MAX)) {
      throw CommandError.of(
          "ERR The stream has exhausted the last possible ID, unable to add more items");
    }
    StreamId id =
        automatic
            ? nextId(last, call.now())
            : open ? withNumber(last, StreamIds.time(args, idAt)) : StreamIds.strict(args, idAt);
    if (id == null || !id.isAfter(last)) {
      throw CommandError.of(
          "ERR The ID specified in XADD is equal or smaller than the target stream top item");
    }
    if (args.size() > StreamValue.LARGEST_NODE) {
      throw CommandError.of("ERR Elements are too large to be stored");
    }
    if (stream == null) {
      stream = new StreamValue();
      call.add(1, stream);
    }
    List<Slice> pairs = new ArrayList<>(texts);
    for (int i = idAt + 1; i < args.count(); i++) {
      pairs.add(args.slice(i));
    }
    stream.append(id, pairs, nodeLimit(), nodeEntries.value());
    StreamReplies.id(call.reply(), id);
    call.changed(1, STREAM, "xadd");
    if (trim.apply(stream) > 0) {
      call.notify(1, STREAM, "xtrim");
    }
    propagate(call, trim, stream, automatic || open ? id : null);
    ready(call);
  }

  private int nodeLimit() {
    long limit = nodeBytes.value();
    return limit == 0 || limit > StreamValue.LARGEST_NODE ? StreamValue.LARGEST_NODE : (int) limit;
  }

  /** The id for an entry of now: later than the last, even if the clock went back. */
  private static StreamId nextId(StreamId last, long now) {
    return Long.compareUnsigned(now, last.ms()) > 0 ? new StreamId(now, 0) : last.next();
  }

  private static @Nullable StreamId withNumber(StreamId last, long time) {
    if (time != last.ms()) {
      return new StreamId(time, 0);
    }
    return last.seq() == -1 ? null : last.next();
  }

  private static void propagate(
      Call call, StreamTrim trim, StreamValue stream, @Nullable StreamId id) {
    if (id == null && !trim.needsRewriting()) {
      return;
    }
    Args args = call.args();
    byte[][] arguments = new byte[args.count()][];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = args.bytes(i);
    }
    if (trim.needsRewriting()) {
      trim.rewrite(arguments, stream);
    }
    if (id != null) {
      arguments[trim.idArgument()] = StreamIds.bytes(id);
    }
    call.propagate(arguments);
  }

  /** Wakes who waits for entries of the stream of argument 1. */
  private static void ready(Call call) {
    call.engine().keys().ready(call.db(), call.args().bytes(1));
  }

  private void trim(Call call) {
    StreamTrim trim = StreamTrim.parse(call, false, nodeEntries.value());
    StreamValue stream = call.write(1, StreamValue.class);
    long removed = stream == null ? 0 : trim.apply(stream);
    if (stream != null && removed > 0) {
      call.changed(1, STREAM, "xtrim", removed);
      propagate(call, trim, stream, null);
    }
    call.reply().integer(removed);
  }

  private static void length(Call call) {
    StreamValue stream = call.read(1, StreamValue.class);
    call.reply().integer(stream == null ? 0 : stream.size());
  }

  private static void range(Call call, boolean backwards) {
    Args args = call.args();
    StreamId start = StreamIds.start(args, backwards ? 3 : 2);
    StreamId end = StreamIds.end(args, backwards ? 2 : 3);
    long most = Long.MAX_VALUE;
    for (int i = 4; i < args.count(); i += 2) {
      if (!args.is(i, "COUNT") || i + 1 == args.count()) {
        throw CommandError.SYNTAX;
      }
      most = Math.max(0, args.number(i + 1));
    }
    StreamValue stream = call.read(1, StreamValue.class);
    if (stream == null) {
      call.reply().array(0);
    } else if (most == 0) {
      call.reply().nilArray();
    } else {
      StreamReplies.range(call.reply(), stream, start, end, most, backwards);
    }
  }

  private static void delete(Call call) {
    StreamValue stream = call.write(1, StreamValue.class);
    if (stream == null) {
      call.reply().integer(0);
      return;
    }
    List<StreamId> ids = new ArrayList<>();
    for (int i = 2; i < call.args().count(); i++) {
      ids.add(StreamIds.strict(call.args(), i));
    }
    long removed = stream.delete(ids);
    if (removed > 0) {
      call.changed(1, STREAM, "xdel", removed);
    }
    call.reply().integer(removed);
  }

  private static void setId(Call call) {
    Args args = call.args();
    StreamId id = StreamIds.strict(args, 2);
    long added = -1;
    StreamId deleted = StreamId.MIN;
    for (int i = 3; i < args.count(); i += 2) {
      boolean more = i + 1 < args.count();
      if (args.is(i, "ENTRIESADDED") && more) {
        added = args.number(i + 1);
        if (added < 0) {
          throw CommandError.of("ERR entries_added must be positive");
        }
      } else if (args.is(i, "MAXDELETEDID") && more) {
        deleted = StreamIds.strict(args, i + 1);
        if (id.isBefore(deleted)) {
          throw CommandError.of(
              "ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
        }
      } else {
        throw CommandError.SYNTAX;
      }
    }
    StreamValue stream = call.write(1, StreamValue.class);
    if (stream == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    if (stream.size() > 0 && id.isBefore(stream.lastEntryId())) {
      throw CommandError.of(
          "ERR The ID specified in XSETID is smaller than the target stream top item");
    }
    if (stream.size() > 0 && added != -1 && stream.size() > added) {
      throw CommandError.of(
          "ERR The entries_added specified in XSETID is smaller than the target stream length");
    }
    stream.restore(
        id,
        deleted.equals(StreamId.MIN) ? stream.maxDeletedId() : deleted,
        added == -1 ? stream.entriesAdded() : added);
    call.changed();
    call.notify(1, STREAM, "xsetid");
    call.reply().ok();
  }
}
