package io.sentinelha.server.persist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Encoder;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.stream.Consumer;
import io.sentinelha.server.store.stream.ConsumerGroup;
import io.sentinelha.server.store.stream.Pending;
import io.sentinelha.server.store.stream.StreamCursor;
import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A stream as commands that make it. */
final class StreamCommands {

  private final Encoder out;
  private final ValueCommands.Pass pass;
  private final Slice key;

  StreamCommands(Encoder out, ValueCommands.Pass pass, Slice key) {
    this.out = out;
    this.pass = pass;
    this.key = key;
  }

  /** Begins a command: some words, with the key behind the first of {@code beforeKey}. */
  private void begin(int words, String... beforeKey) throws IOException {
    pass.now();
    out.array(words);
    for (String word : beforeKey) {
      word(word);
    }
    word(key);
  }

  private void word(String text) {
    out.bulk(text.getBytes(ISO_8859_1));
  }

  private void word(long number) {
    word(Long.toString(number));
  }

  private void word(Slice text) {
    out.bulk(text.array(), text.start(), text.length());
  }

  void write(StreamValue stream) throws IOException {
    StreamCursor cursor = stream.range(StreamId.MIN, StreamId.MAX, false);
    while (cursor.next()) {
      begin(3 + 2 * cursor.fields(), "XADD");
      word(cursor.id().toString());
      for (int i = 2 * cursor.fields(); i > 0; i--) {
        word(cursor.nextText());
      }
    }
    if (stream.size() == 0) {
      begin(7, "XADD");
      word("MAXLEN");
      word("0");
      word(stream.lastId().equals(StreamId.MIN) ? "0-1" : stream.lastId().toString());
      word("x");
      word("y");
    }
    begin(7, "XSETID");
    word(stream.lastId().toString());
    word("ENTRIESADDED");
    word(stream.entriesAdded());
    word("MAXDELETEDID");
    // XSETID takes none behind the last id, though it may be set back before one itself.
    StreamId deleted = stream.maxDeletedId();
    word((deleted.isAfter(stream.lastId()) ? stream.lastId() : deleted).toString());
    List<ConsumerGroup> groups = new ArrayList<>();
    stream.forEachGroup(groups::add);
    for (ConsumerGroup group : groups) {
      write(group);
    }
  }

  private void write(ConsumerGroup group) throws IOException {
    begin(7, "XGROUP", "CREATE");
    word(group.name());
    word(group.lastId().toString());
    word("ENTRIESREAD");
    word(group.entriesRead());
    List<Consumer> consumers = new ArrayList<>();
    group.forEachConsumer(consumers::add);
    for (Consumer consumer : consumers) {
      begin(5, "XGROUP", "CREATECONSUMER");
      word(group.name());
      word(consumer.name());
    }
    for (Pending each : group.pendings(StreamId.MIN, Integer.MAX_VALUE)) {
      begin(12, "XCLAIM");
      word(group.name());
      word(each.consumer());
      word("0");
      word(each.id().toString());
      word("TIME");
      word(each.deliveredAt());
      word("RETRYCOUNT");
      word(each.count());
      word("JUSTID");
      word("FORCE");
    }
  }
}
