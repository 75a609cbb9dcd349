package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.STREAM;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.stream.ConsumerGroup;
import io.sentinelha.server.store.stream.Pending;
import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XGROUP, XACK, and what all commands about groups share. */
final class StreamGroups {

  private static final byte[] XCLAIM = ascii("XCLAIM");
  private static final byte[] XGROUP = ascii("XGROUP");
  private static final byte[] SETID = ascii("SETID");
  private static final byte[] CREATECONSUMER = ascii("CREATECONSUMER");
  private static final byte[] ENTRIESREAD = ascii("ENTRIESREAD");
  private static final byte[] ZERO = ascii("0");
  private static final byte[] TIME = ascii("TIME");
  private static final byte[] RETRYCOUNT = ascii("RETRYCOUNT");
  private static final byte[] FORCE = ascii("FORCE");
  private static final byte[] JUSTID = ascii("JUSTID");
  private static final byte[] LASTID = ascii("LASTID");

  private StreamGroups() {}

  static void register(Registry registry) {
    registry
        .on("xgroup|create", StreamGroups::create)
        .on("xgroup|setid", StreamGroups::setId)
        .on("xgroup|destroy", StreamGroups::destroy)
        .on("xgroup|createconsumer", StreamGroups::createConsumer)
        .on("xgroup|delconsumer", StreamGroups::deleteConsumer)
        .on("xgroup|help", call -> Help.write(call, "XGROUP"))
        .on("xack", StreamGroups::acknowledge);
  }

  // --- Shared ---

  static CommandError noGroup(Slice key, Slice group, String suffix) {
    return CommandError.latin(
        "NOGROUP No such key '" + key + "' or consumer group '" + group + "'" + suffix);
  }

  static CommandError noSuchGroup(Slice key, Slice group) {
    return CommandError.latin(
        "NOGROUP No such consumer group '" + group + "' for key name '" + key + "'");
  }

  /** Makes a consumer, and says so. */
  static void addConsumer(Call call, int key, ConsumerGroup group, Slice name) {
    group.addConsumer(name, call.now());
    call.notify(key, STREAM, "xgroup-createconsumer");
    call.changed();
  }

  /** Tells the streams who has an entry now. */
  static void propagateClaim(Call call, byte[] key, ConsumerGroup group, Pending entry) {
    call.propagate(
        XCLAIM,
        key,
        group.name().toArray(),
        entry.consumer().toArray(),
        ZERO,
        StreamIds.bytes(entry.id()),
        TIME,
        Numbers.text(entry.deliveredAt()),
        RETRYCOUNT,
        Numbers.text(entry.count()),
        FORCE,
        JUSTID,
        LASTID,
        StreamIds.bytes(group.lastId()));
  }

  /** Tells the streams up to where a group was delivered. */
  static void propagatePosition(Call call, byte[] key, ConsumerGroup group) {
    call.propagate(
        XGROUP,
        SETID,
        key,
        group.name().toArray(),
        StreamIds.bytes(group.lastId()),
        ENTRIESREAD,
        Numbers.text(group.entriesRead()));
  }

  static void propagateConsumer(Call call, byte[] key, ConsumerGroup group, Slice consumer) {
    call.propagate(XGROUP, CREATECONSUMER, key, group.name().toArray(), consumer.toArray());
  }

  /**
   * Which of all entries that the stream ever had one is; {@link ConsumerGroup#UNKNOWN} if entries
   * were deleted so that nobody can tell.
   */
  static long position(StreamValue stream, StreamId id) {
    if (stream.entriesAdded() == 0) {
      return 0;
    }
    int toLast = id.compareTo(stream.lastId());
    if (toLast == 0 || (stream.size() == 0 && toLast < 0)) {
      return stream.entriesAdded();
    }
    boolean gapless =
        stream.maxDeletedId().equals(StreamId.MIN)
            || stream.maxDeletedId().isBefore(stream.firstId());
    int toFirst = id.compareTo(stream.firstId());
    if (toLast > 0 || !gapless || toFirst > 0) {
      return ConsumerGroup.UNKNOWN;
    }
    return stream.entriesAdded() - stream.size() + (toFirst == 0 ? 1 : 0);
  }

  /** Whether an entry was taken out of the middle, behind or at an id. */
  static boolean hasGapFrom(StreamValue stream, StreamId id) {
    StreamId deleted = stream.maxDeletedId();
    return stream.size() > 0
        && !deleted.equals(StreamId.MIN)
        && !deleted.isBefore(stream.firstId())
        && !deleted.isBefore(id);
  }

  // --- XGROUP ---

  private static CommandError badShape(Call call) {
    return CommandError.latin(
        "ERR unknown subcommand or wrong number of arguments for '"
            + call.args().printed(1)
            + "'. Try XGROUP HELP.");
  }

  private static @Nullable StreamValue stream(Call call, boolean mayBeMissing) {
    StreamValue stream = call.write(2, StreamValue.class);
    if (stream == null && !mayBeMissing) {
      throw CommandError.of(
          "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want"
              + " to use the MKSTREAM option to create an empty stream automatically.");
    }
    return stream;
  }

  private static ConsumerGroup group(Call call) {
    StreamValue stream = stream(call, false);
    Slice name = call.args().slice(3);
    ConsumerGroup group = stream == null ? null : stream.groupToChange(name);
    if (group == null) {
      throw noSuchGroup(call.args().slice(2), name);
    }
    return group;
  }

  private static long entriesRead(Call call, int at) {
    long count = call.args().number(at);
    if (count < 0 && count != ConsumerGroup.UNKNOWN) {
      throw CommandError.of("ERR value for ENTRIESREAD must be positive or -1");
    }
    return count;
  }

  private static void create(Call call) {
    Args args = call.args();
    boolean make = false;
    long read = ConsumerGroup.UNKNOWN;
    for (int i = 5; i < args.count(); i++) {
      if (args.is(i, "MKSTREAM")) {
        make = true;
      } else if (args.is(i, "ENTRIESREAD") && i + 1 < args.count()) {
        read = entriesRead(call, ++i);
      } else {
        throw badShape(call);
      }
    }
    StreamValue stream = stream(call, make);
    if (args.count() > 8) {
      throw badShape(call);
    }
    StreamId id = StreamId.MIN;
    if (!args.is(4, "$")) {
      id = StreamIds.strict(args, 4);
    } else if (stream != null) {
      id = stream.lastId();
    }
    if (stream == null) {
      stream = new StreamValue();
      call.add(2, stream);
    }
    if (stream.addGroup(args.slice(3), id, read) == null) {
      throw CommandError.of("BUSYGROUP Consumer Group name already exists");
    }
    call.changed();
    call.notify(2, STREAM, "xgroup-create");
    call.reply().ok();
  }

  private static void setId(Call call) {
    Args args = call.args();
    long read = ConsumerGroup.UNKNOWN;
    for (int i = 5; i < args.count(); i += 2) {
      if (!args.is(i, "ENTRIESREAD") || i + 1 == args.count()) {
        throw badShape(call);
      }
      read = entriesRead(call, i + 1);
    }
    ConsumerGroup group = group(call);
    if (args.count() > 7) {
      throw badShape(call);
    }
    StreamValue stream = call.write(2, StreamValue.class);
    StreamId id = args.is(4, "$") && stream != null ? stream.lastId() : StreamIds.lenient(args, 4);
    group.lastId(id);
    group.entriesRead(read);
    call.changed();
    call.notify(2, STREAM, "xgroup-setid");
    call.reply().ok();
  }

  private static void destroy(Call call) {
    StreamValue stream = stream(call, false);
    boolean removed = stream != null && stream.removeGroup(call.args().slice(3));
    if (removed) {
      call.changed();
      call.notify(2, STREAM, "xgroup-destroy");
      call.engine().keys().ready(call.db(), call.args().bytes(2)); // Its readers get an error.
    }
    call.reply().integer(removed ? 1 : 0);
  }

  private static void createConsumer(Call call) {
    ConsumerGroup group = group(call);
    Slice name = call.args().slice(4);
    boolean isNew = group.consumer(name) == null;
    if (isNew) {
      addConsumer(call, 2, group, name);
    }
    call.reply().integer(isNew ? 1 : 0);
  }

  private static void deleteConsumer(Call call) {
    long pending = group(call).removeConsumer(call.args().slice(4));
    if (pending >= 0) {
      call.changed();
      call.notify(2, STREAM, "xgroup-delconsumer");
    }
    call.reply().integer(Math.max(0, pending));
  }

  // --- XACK ---

  private static void acknowledge(Call call) {
    Args args = call.args();
    call.read(1, StreamValue.class);
    StreamValue stream = call.write(1, StreamValue.class);
    ConsumerGroup group = stream == null ? null : stream.groupToChange(args.slice(2));
    if (group == null) {
      call.reply().integer(0);
      return;
    }
    List<StreamId> ids = new ArrayList<>();
    for (int i = 3; i < args.count(); i++) {
      ids.add(StreamIds.strict(args, i));
    }
    int count = 0;
    for (StreamId id : ids) {
      if (group.acknowledge(id)) {
        count++;
      }
    }
    if (count > 0) {
      call.changed();
    }
    call.reply().integer(count);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
