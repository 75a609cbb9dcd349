package io.sentinelha.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.ValueType;
import io.sentinelha.server.store.stream.ConsumerGroup;
import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * XREAD and XREADGROUP. A client that waits has its command run again when a key is ready, and is
 * then served from that key alone.
 */
final class StreamRead {

  /** What a client that has waited gets at most, if it did not say how much it wants. */
  private static final long AFTER_WAIT = 1_000;

  private static final byte[] STREAMS = "STREAMS".getBytes(ISO_8859_1);

  private final Call call;
  private final Args args;
  private final boolean grouped;
  private long millis = -1;
  private long most;
  private boolean noAck;
  private int group = -1;
  private int firstKey = -1;
  private int streams;

  private StreamRead(Call call, boolean grouped) {
    this.call = call;
    this.args = call.args();
    this.grouped = grouped;
  }

  static void register(Registry registry) {
    registry
        .on("xread", call -> new StreamRead(call, false).run())
        .on("xreadgroup", call -> new StreamRead(call, true).run());
  }

  private void run() {
    parse();
    if (grouped) {
      call.doNotPropagate();
    }
    if (call.isAgain()) {
      again();
      return;
    }
    List<StreamId> after = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      after.add(after(i));
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      Part part = part(i, after.get(i), parts);
      if (part != null) {
        parts.add(part);
      }
    }
    if (!parts.isEmpty()) {
      answer(parts);
    } else if (millis >= 0 && call.mayWait()) {
      block(after);
    } else {
      call.reply().nilArray();
    }
  }

  // --- The request ---

  private void parse() {
    int i = 1;
    for (; i < args.count() && firstKey < 0; i++) {
      int more = args.count() - i - 1;
      if (args.is(i, "BLOCK") && more > 0) {
        millis = timeout(++i);
      } else if (args.is(i, "COUNT") && more > 0) {
        most = Math.max(0, args.number(++i));
      } else if (args.is(i, "STREAMS") && more > 0) {
        firstKey = i + 1;
      } else if (args.is(i, "GROUP") && more > 1) {
        requireGrouped("GROUP");
        group = i + 1;
        i += 2;
      } else if (args.is(i, "NOACK")) {
        requireGrouped("NOACK");
        noAck = true;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    if (firstKey < 0) {
      throw CommandError.SYNTAX;
    }
    if ((args.count() - firstKey) % 2 != 0) {
      throw CommandError.of(
          "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be"
              + " specified.");
    }
    streams = (args.count() - firstKey) / 2;
    if (grouped && group < 0) {
      throw CommandError.of("ERR Missing GROUP option for XREADGROUP");
    }
  }

  private void requireGrouped(String option) {
    if (!grouped) {
      throw CommandError.of(
          "ERR The "
              + option
              + " option is only supported by XREADGROUP. You called XREAD instead.");
    }
  }

  private long timeout(int at) {
    long given = args.number(at, CommandError.of("ERR timeout is not an integer or out of range"));
    if (given < 0) {
      throw CommandError.of("ERR timeout is negative");
    }
    if (given > Long.MAX_VALUE - call.now()) {
      throw CommandError.of("ERR timeout is out of range");
    }
    return given;
  }

  private Slice groupName() {
    return args.slice(group);
  }

  private Slice consumer() {
    return args.slice(group + 1);
  }

  /** Behind which entry the client wants to read; {@link StreamId#MAX} for new ones of a group. */
  private StreamId after(int index) {
    int at = firstKey + streams + index;
    StreamValue stream = call.read(firstKey + index, StreamValue.class);
    if (grouped && (stream == null || stream.group(groupName()) == null)) {
      throw StreamGroups.noGroup(
          args.slice(firstKey + index), groupName(), " in XREADGROUP with GROUP option");
    }
    if (args.is(at, "$")) {
      if (grouped) {
        throw CommandError.of(
            "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the"
                + " history of this consumer by specifying a proper ID, or use the > ID to get"
                + " new messages. The $ ID would just return an empty result set.");
      }
      return stream == null ? StreamId.MIN : stream.lastId();
    }
    if (args.is(at, ">")) {
      if (!grouped) {
        throw CommandError.of(
            "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group>"
                + " <consumer> option.");
      }
      return StreamId.MAX;
    }
    return StreamIds.strict(args, at);
  }

  // --- What there is ---

  /**
   * What a stream has for the client.
   *
   * @param history whether these are entries that were delivered to it before
   */
  private record Part(int key, StreamId after, boolean history) {}

  private @Nullable Part part(int index, StreamId after, List<Part> before) {
    int key = firstKey + index;
    StreamValue stream = call.read(key, StreamValue.class);
    if (stream == null) {
      return null;
    }
    if (!grouped) {
      boolean some = stream.size() > 0 && stream.lastEntryId().isAfter(after);
      return some ? new Part(key, after, false) : null;
    }
    ConsumerGroup members = stream.group(groupName());
    if (members == null) {
      return null;
    }
    if (!after.equals(StreamId.MAX)) {
      return new Part(key, after, true);
    }
    return hasNew(key, stream, members, before) ? new Part(key, members.lastId(), false) : null;
  }

  /** Whether a group has not got everything yet, and will not with the parts before either. */
  private boolean hasNew(int key, StreamValue stream, ConsumerGroup members, List<Part> before) {
    if (stream.size() == 0 || !stream.lastEntryId().isAfter(members.lastId())) {
      return false;
    }
    long same =
        before.stream()
            .filter(part -> !part.history() && args.slice(part.key()).sameAs(args.slice(key)))
            .count();
    if (same == 0) {
      return true;
    }
    long taken = most == 0 ? Long.MAX_VALUE - 1 : same * most;
    return stream.count(members.lastId().next(), StreamId.MAX, false, taken + 1) > taken;
  }

  /** Notes that the consumer was heard of; one that was not known is added. */
  private void meet(int key, StreamValue stream) {
    ConsumerGroup members = stream.groupToChange(groupName());
    if (members == null) {
      throw new IllegalStateException("a group is gone while it is read");
    }
    if (members.consumer(consumer()) != null) {
      members.seen(consumer(), call.now());
      return;
    }
    StreamGroups.addConsumer(call, key, members, consumer());
    if (noAck) {
      StreamGroups.propagateConsumer(call, args.bytes(key), members, consumer());
    }
  }

  // --- The answer ---

  private void answer(List<Part> parts) {
    Reply reply = call.reply();
    if (reply.isResp3()) {
      reply.map(parts.size());
    } else {
      reply.array(parts.size());
    }
    for (Part part : parts) {
      if (!reply.isResp3()) {
        reply.array(2);
      }
      reply.bulk(args.slice(part.key()));
      StreamValue stream = call.write(part.key(), StreamValue.class);
      if (stream == null) {
        throw new IllegalStateException("a stream is gone while it is read");
      }
      if (grouped) {
        meet(part.key(), stream);
        call.changed();
        StreamDelivery delivery =
            new StreamDelivery(call, part.key(), stream, groupName(), consumer());
        if (part.history()) {
          delivery.history(part.after(), limit());
        } else {
          delivery.fresh(limit(), noAck);
        }
      } else {
        StreamReplies.range(reply, stream, part.after().next(), StreamId.MAX, limit(), false);
      }
    }
  }

  private long limit() {
    return most == 0 ? Long.MAX_VALUE : most;
  }

  // --- Waiting ---

  /** Waits; ids that depend on the present are replaced by what they mean now. */
  private void block(List<StreamId> after) {
    if (!grouped) {
      List<byte[]> words = new ArrayList<>();
      for (int i = 0; i < firstKey - 1; i++) {
        words.add(args.bytes(i));
      }
      words.add(STREAMS);
      for (int i = 0; i < streams; i++) {
        words.add(args.bytes(firstKey + i));
      }
      after.forEach(id -> words.add(StreamIds.bytes(id)));
      call.runAgainWith(Args.of(words.toArray(byte[][]::new)));
    }
    List<Bytes> keys =
        IntStream.range(0, streams).mapToObj(i -> args.value(firstKey + i)).distinct().toList();
    call.block(keys, ValueType.STREAM, grouped, millis, Reply::nilArray);
  }

  private void again() {
    if (most == 0) {
      most = AFTER_WAIT;
    }
    for (int i = 0; i < streams; i++) {
      int key = firstKey + i;
      if (call.serves(key) && again(key, firstKey + streams + i)) {
        return;
      }
    }
    call.block(List.of(), ValueType.STREAM, grouped, 0, Reply::nilArray);
  }

  private boolean again(int key, int id) {
    StreamValue stream = call.write(key, StreamValue.class);
    if (stream == null) {
      if (grouped) {
        throw CommandError.of("UNBLOCKED the stream key no longer exists");
      }
      return false;
    }
    StreamId after;
    if (grouped) {
      ConsumerGroup members = stream.group(groupName());
      if (members == null) {
        throw CommandError.of(
            "NOGROUP the consumer group this client was blocked on no longer exists");
      }
      after = members.lastId();
    } else {
      after = StreamIds.strict(args, id);
    }
    if (!stream.lastId().isAfter(after)) {
      return false;
    }
    answer(List.of(new Part(key, after, false)));
    return true;
  }
}
