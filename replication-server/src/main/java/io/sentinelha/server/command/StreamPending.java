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
import java.util.function.Predicate;

/** XPENDING: what a group has not acknowledged. */
final class StreamPending {

  private StreamPending() {}

  static void register(Registry registry) {
    registry.on("xpending", StreamPending::pending);
  }

  private static void pending(Call call) {
    Args args = call.args();
    if (args.count() == 3) {
      summary(call.reply(), group(call));
      return;
    }
    if (args.count() < 6 || args.count() > 9) {
      throw CommandError.SYNTAX;
    }
    long idle = 0;
    int first = 3;
    if (args.is(3, "IDLE")) {
      idle = args.number(4);
      if (args.count() < 8) {
        throw CommandError.SYNTAX;
      }
      first = 5;
    }
    long most = Math.max(0, args.number(first + 2));
    StreamId start = StreamIds.start(args, first);
    StreamId end = StreamIds.end(args, first + 1);
    ConsumerGroup group = group(call);
    List<Pending> found = new ArrayList<>();
    long atLeast = idle;
    Predicate<Pending> taker =
        each -> {
          if (each.id().isAfter(end) || found.size() >= most) {
            return false;
          }
          if (atLeast == 0 || call.now() - each.deliveredAt() >= atLeast) {
            found.add(each);
          }
          return true;
        };
    if (first + 3 < args.count()) {
      Consumer consumer = group.consumer(args.slice(first + 3));
      if (consumer != null) {
        group.forEachPending(consumer, start, taker);
      }
    } else {
      group.forEachPending(start, taker);
    }
    list(call, found);
  }

  private static ConsumerGroup group(Call call) {
    StreamValue stream = call.read(1, StreamValue.class);
    ConsumerGroup group = stream == null ? null : stream.group(call.args().slice(2));
    if (group == null) {
      throw StreamGroups.noGroup(call.args().slice(1), call.args().slice(2), "");
    }
    return group;
  }

  private static void summary(Reply reply, ConsumerGroup group) {
    reply.array(4).integer(group.pendingCount());
    Pending first = group.firstPending();
    Pending last = group.lastPending();
    if (first == null || last == null) {
      reply.nil().nil().nilArray();
      return;
    }
    StreamReplies.id(reply, first.id());
    StreamReplies.id(reply, last.id());
    List<Consumer> busy = new ArrayList<>();
    group.forEachConsumer(
        consumer -> {
          if (consumer.pendingCount() > 0) {
            busy.add(consumer);
          }
        });
    reply.array(busy.size());
    busy.forEach(
        consumer -> reply.array(2).bulk(consumer.name()).bulk((long) consumer.pendingCount()));
  }

  private static void list(Call call, List<Pending> found) {
    Reply reply = call.reply();
    reply.array(found.size());
    for (Pending each : found) {
      reply.array(4);
      StreamReplies.id(reply, each.id());
      reply.bulk(each.consumer());
      reply.integer(Math.max(0, call.now() - each.deliveredAt())).integer(each.count());
    }
  }
}
