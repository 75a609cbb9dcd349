package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.stream.Consumer;
import io.sentinelha.server.store.stream.ConsumerGroup;
import io.sentinelha.server.store.stream.Pending;
import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;
import java.util.ArrayList;
import java.util.List;

/** XINFO. */
final class StreamInfo {

  private static final long USUAL_COUNT = 10;

  private StreamInfo() {}

  static void register(Registry registry) {
    registry
        .on("xinfo|stream", StreamInfo::stream)
        .on("xinfo|groups", StreamInfo::groups)
        .on("xinfo|consumers", StreamInfo::consumers)
        .on("xinfo|help", call -> Help.write(call, "XINFO"));
  }

  private static StreamValue find(Call call) {
    StreamValue stream = call.read(2, StreamValue.class);
    if (stream == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    return stream;
  }

  private static void stream(Call call) {
    StreamValue stream = find(call);
    Args args = call.args();
    boolean full = args.count() > 3;
    long most = USUAL_COUNT;
    if (full) {
      if (!args.is(3, "FULL") || (args.count() != 4 && args.count() != 6)) {
        throw badShape(call);
      }
      if (args.count() == 6) {
        if (!args.is(4, "COUNT")) {
          throw badShape(call);
        }
        long given = args.number(5);
        most = given < 0 ? USUAL_COUNT : given == 0 ? Long.MAX_VALUE : given;
      }
    }
    Reply reply = call.reply();
    reply.map(full ? 9 : 10);
    reply.bulk("length").integer(stream.size());
    reply.bulk("radix-tree-keys").integer(stream.nodeCount());
    reply.bulk("radix-tree-nodes").integer(RadixNodes.of(stream));
    StreamReplies.id(reply.bulk("last-generated-id"), stream.lastId());
    StreamReplies.id(reply.bulk("max-deleted-entry-id"), stream.maxDeletedId());
    reply.bulk("entries-added").integer(stream.entriesAdded());
    StreamReplies.id(reply.bulk("recorded-first-entry-id"), stream.firstId());
    if (full) {
      StreamReplies.range(reply.bulk("entries"), stream, StreamId.MIN, StreamId.MAX, most, false);
      fullGroups(call, stream, most);
    } else {
      reply.bulk("groups").integer(stream.groupCount());
      reply.bulk("first-entry");
      edge(reply, stream, stream.firstId());
      reply.bulk("last-entry");
      edge(reply, stream, stream.lastEntryId());
    }
  }

  private static void edge(Reply reply, StreamValue stream, StreamId id) {
    if (stream.size() == 0 || !StreamReplies.entry(reply, stream, id)) {
      reply.nil();
    }
  }

  private static CommandError badShape(Call call) {
    return CommandError.latin(
        "ERR unknown subcommand or wrong number of arguments for '"
            + call.args().printed(1)
            + "'. Try XINFO HELP.");
  }

  private static void fullGroups(Call call, StreamValue stream, long most) {
    Reply reply = call.reply();
    reply.bulk("groups").array(stream.groupCount());
    stream.forEachGroup(
        group -> {
          reply.map(7).bulk("name").bulk(group.name());
          StreamReplies.id(reply.bulk("last-delivered-id"), group.lastId());
          position(reply, stream, group);
          reply.bulk("pel-count").integer(group.pendingCount());
          List<Pending> pending =
              group.pendings(StreamId.MIN, (int) Math.min(most, Integer.MAX_VALUE));
          reply.bulk("pending").array(pending.size());
          for (Pending each : pending) {
            StreamReplies.id(reply.array(4), each.id());
            reply.bulk(each.consumer()).integer(each.deliveredAt()).integer(each.count());
          }
          reply.bulk("consumers").array(group.consumerCount());
          group.forEachConsumer(consumer -> fullConsumer(reply, group, consumer, most));
        });
  }

  private static void fullConsumer(Reply reply, ConsumerGroup group, Consumer consumer, long most) {
    reply.map(4).bulk("name").bulk(consumer.name());
    reply.bulk("seen-time").integer(consumer.seenAt());
    reply.bulk("pel-count").integer(consumer.pendingCount());
    List<Pending> pending = new ArrayList<>();
    group.forEachPending(
        consumer,
        StreamId.MIN,
        each -> {
          pending.add(each);
          return pending.size() < most;
        });
    reply.bulk("pending").array(pending.size());
    for (Pending each : pending) {
      StreamReplies.id(reply.array(3), each.id());
      reply.integer(each.deliveredAt()).integer(each.count());
    }
  }

  /** How many entries a group has read, and how many it has not; nil if nobody can tell. */
  private static void position(Reply reply, StreamValue stream, ConsumerGroup group) {
    reply.bulk("entries-read");
    if (group.entriesRead() == ConsumerGroup.UNKNOWN) {
      reply.nil();
    } else {
      reply.integer(group.entriesRead());
    }
    reply.bulk("lag");
    long read = group.entriesRead();
    if (stream.entriesAdded() == 0) {
      read = 0;
    } else if (read == ConsumerGroup.UNKNOWN || StreamGroups.hasGapFrom(stream, group.lastId())) {
      read = StreamGroups.position(stream, group.lastId());
      if (read == ConsumerGroup.UNKNOWN) {
        reply.nil();
        return;
      }
    }
    reply.integer(stream.entriesAdded() - read);
  }

  private static void groups(Call call) {
    StreamValue stream = find(call);
    Reply reply = call.reply();
    reply.array(stream.groupCount());
    stream.forEachGroup(
        group -> {
          reply.map(6).bulk("name").bulk(group.name());
          reply.bulk("consumers").integer(group.consumerCount());
          reply.bulk("pending").integer(group.pendingCount());
          StreamReplies.id(reply.bulk("last-delivered-id"), group.lastId());
          position(reply, stream, group);
        });
  }

  private static void consumers(Call call) {
    StreamValue stream = find(call);
    ConsumerGroup group = stream.group(call.args().slice(3));
    if (group == null) {
      throw StreamGroups.noSuchGroup(call.args().slice(2), call.args().slice(3));
    }
    Reply reply = call.reply();
    reply.array(group.consumerCount());
    group.forEachConsumer(
        consumer -> {
          reply.map(3).bulk("name").bulk(consumer.name());
          reply.bulk("pending").integer(consumer.pendingCount());
          reply.bulk("idle").integer(Math.max(0, call.now() - consumer.seenAt()));
        });
  }
}
