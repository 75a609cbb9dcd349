package io.sentinelha.server.rdb;

import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.stream.Consumer;
import io.sentinelha.server.store.stream.ConsumerGroup;
import io.sentinelha.server.store.stream.Pending;
import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes streams as version 10 has them. */
final class StreamWriter {

  private final RdbOutput out;

  StreamWriter(RdbOutput out) {
    this.out = out;
  }

  /** A node, where it stands. */
  private record Node(StreamId first, Slice content) {}

  void write(StreamValue stream) throws IOException {
    List<Node> nodes = new ArrayList<>(stream.nodeCount());
    stream.forEachNode(
        (first, bytes, length) -> nodes.add(new Node(first, new Slice(bytes, 0, length))));
    out.length(nodes.size());
    for (Node node : nodes) {
      out.length(16);
      raw(node.first());
      Slice content = node.content();
      out.string(content.array(), content.start(), content.length());
    }
    out.length(stream.size());
    id(stream.lastId());
    id(stream.firstId());
    id(stream.maxDeletedId());
    out.length(stream.entriesAdded());
    List<ConsumerGroup> groups = new ArrayList<>();
    stream.forEachGroup(groups::add);
    out.length(groups.size());
    for (ConsumerGroup group : groups) {
      write(group);
    }
  }

  private void id(StreamId id) throws IOException {
    out.length(id.ms());
    out.length(id.seq());
  }

  private void raw(StreamId id) throws IOException {
    out.i64(Long.reverseBytes(id.ms()));
    out.i64(Long.reverseBytes(id.seq()));
  }

  private void string(Slice text) throws IOException {
    out.string(text.array(), text.start(), text.length());
  }

  private void write(ConsumerGroup group) throws IOException {
    string(group.name());
    id(group.lastId());
    out.length(group.entriesRead());
    List<Pending> pending = group.pendings(StreamId.MIN, Integer.MAX_VALUE);
    out.length(pending.size());
    for (Pending each : pending) {
      raw(each.id());
      out.i64(each.deliveredAt());
      out.length(each.count());
    }
    List<Consumer> consumers = new ArrayList<>();
    group.forEachConsumer(consumers::add);
    out.length(consumers.size());
    for (Consumer consumer : consumers) {
      string(consumer.name());
      out.i64(consumer.seenAt());
      List<StreamId> ids = new ArrayList<>();
      group.forEachPending(consumer, StreamId.MIN, each -> ids.add(each.id()));
      out.length(ids.size());
      for (StreamId id : ids) {
        raw(id);
      }
    }
  }
}
