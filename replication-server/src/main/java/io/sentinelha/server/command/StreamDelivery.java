package io.sentinelha.server.command;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.stream.Consumer;
import io.sentinelha.server.store.stream.ConsumerGroup;
import io.sentinelha.server.store.stream.Pending;
import io.sentinelha.server.store.stream.StreamCursor;
import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;
import java.util.ArrayList;
import java.util.List;

/** Hands entries to a member of a group, writes them into its reply, and tells the streams. */
final class StreamDelivery {

  private final Call call;
  private final byte[] key;
  private final StreamValue stream;
  private final ConsumerGroup group;
  private final Slice consumer;

  StreamDelivery(Call call, int key, StreamValue stream, Slice groupName, Slice consumer) {
    ConsumerGroup found = stream.groupToChange(groupName);
    if (found == null) {
      throw new IllegalStateException("a group is gone while it is read");
    }
    this.call = call;
    this.key = call.args().bytes(key);
    this.stream = stream;
    this.group = found;
    this.consumer = consumer;
  }

  /** Entries that nobody got yet. */
  void fresh(long most, boolean noAck) {
    Reply reply = call.reply();
    StreamId from = group.lastId().next();
    long count = stream.count(from, StreamId.MAX, false, most);
    reply.array(count);
    StreamCursor cursor = stream.range(from, StreamId.MAX, false);
    for (long left = count; left > 0 && cursor.next(); left--) {
      StreamId id = cursor.id();
      advance(id);
      StreamReplies.entry(reply, cursor);
      if (!noAck) {
        Pending entry = new Pending(id, consumer, call.now(), 1);
        group.pend(entry);
        StreamGroups.propagateClaim(call, key, group, entry);
      }
    }
    if (noAck && count > 0) {
      StreamGroups.propagatePosition(call, key, group);
    }
  }

  private void advance(StreamId id) {
    if (group.entriesRead() != ConsumerGroup.UNKNOWN && !StreamGroups.hasGapFrom(stream, id)) {
      group.entriesRead(group.entriesRead() + 1);
    } else if (stream.entriesAdded() > 0) {
      group.entriesRead(StreamGroups.position(stream, id));
    }
    group.lastId(id);
  }

  /** Entries that this consumer got before and has not acknowledged, behind an id. */
  void history(StreamId after, long most) {
    Reply reply = call.reply();
    List<Pending> mine = new ArrayList<>();
    Consumer member = group.consumer(consumer);
    if (member != null) {
      group.forEachPending(
          member,
          after.next(),
          each -> {
            mine.add(each);
            return mine.size() < most;
          });
    }
    reply.array(mine.size());
    for (Pending each : mine) {
      if (StreamReplies.entry(reply, stream, each.id())) {
        group.pend(each.delivered(call.now(), each.count() + 1));
      } else {
        reply.array(2);
        StreamReplies.id(reply, each.id());
        reply.nilArray(); // It was deleted meanwhile.
      }
    }
  }
}
