package io.sentinelha.server.rdb;

import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.stream.ConsumerGroup;
import io.sentinelha.server.store.stream.Pending;
import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Reads streams: nodes, counters, groups with what is pending. */
final class StreamReader {

  private static final int ID = 16;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final int type;
  private final RdbInput in;
  private final StreamValue stream = new StreamValue();

  /** When and how often an entry was delivered. */
  private record Delivery(long at, long count) {}

  private StreamReader(int type, RdbInput in) {
    this.type = type;
    this.in = in;
  }

  static boolean isStream(int type) {
    return type == Types.STREAM || type == Types.STREAM_2 || type == Types.STREAM_3;
  }

  static StreamValue read(int type, RdbInput in) throws IOException {
    StreamReader reader = new StreamReader(type, in);
    reader.nodes();
    reader.counters();
    for (long left = in.count(1); left > 0; left--) {
      reader.group();
    }
    return reader.stream;
  }

  private void nodes() throws IOException {
    for (long left = in.count(2); left > 0; left--) {
      byte[] first = in.string();
      if (first.length != ID) {
        throw in.corrupt("an id of a stream with " + first.length + " bytes");
      }
      long at = in.offset();
      byte[] content = in.string();
      Listpack elements = new Listpack(content, at);
      while (elements.next()) {
        elements.text(); // That all of them are sound is all that counts here.
      }
      if (!stream.addNode(id(first), content)) {
        throw elements.corrupt("no node of a stream");
      }
    }
  }

  private static StreamId id(byte[] bytes) {
    return new StreamId((long) LONGS.get(bytes, 0), (long) LONGS.get(bytes, 8));
  }

  /** An id as two lengths. */
  private StreamId id() throws IOException {
    return new StreamId(in.length(), in.length());
  }

  private void counters() throws IOException {
    long size = in.length();
    StreamId last = id();
    StreamId maxDeleted = StreamId.MIN;
    long added = size;
    if (type != Types.STREAM) {
      id(); // The first one, which the nodes tell, too.
      maxDeleted = id();
      added = in.length();
    }
    if (size != stream.size() || stream.lastEntryId().isAfter(last)) {
      throw in.corrupt("a stream whose counters do not fit its entries");
    }
    stream.restore(last, maxDeleted, added);
  }

  private void group() throws IOException {
    byte[] name = in.string();
    StreamId last = id();
    long read = type == Types.STREAM ? guessRead(last) : in.length();
    ConsumerGroup group = stream.addGroup(Slice.of(name), last, read);
    if (group == null) {
      throw in.corrupt("a group stands twice in a stream");
    }
    Map<StreamId, Delivery> deliveries = new HashMap<>();
    for (long left = in.count(ID + 9); left > 0; left--) {
      StreamId id = id(in.bytes(ID));
      if (deliveries.put(id, new Delivery(in.i64(), in.length())) != null) {
        throw in.corrupt("an entry is pending twice in a group");
      }
    }
    for (long left = in.count(10); left > 0; left--) {
      consumer(group, deliveries);
    }
    if (!deliveries.isEmpty()) {
      throw in.corrupt("an entry is pending, and no consumer has it");
    }
  }

  /** Version 1 did not tell how many entries a group has read: known at the ends only. */
  private long guessRead(StreamId last) {
    long added = stream.entriesAdded();
    if (added == 0) {
      return 0;
    }
    if (last.equals(stream.lastId()) || (stream.size() == 0 && last.isBefore(stream.lastId()))) {
      return added;
    }
    if (last.isBefore(stream.firstId())) {
      return added - stream.size();
    }
    return last.equals(stream.firstId()) ? added - stream.size() + 1 : ConsumerGroup.UNKNOWN;
  }

  private void consumer(ConsumerGroup group, Map<StreamId, Delivery> deliveries)
      throws IOException {
    Slice name = Slice.of(in.string());
    long seen = in.i64();
    if (type == Types.STREAM_3) {
      in.i64(); // When it last did something: not told by 7.0.
    }
    if (group.consumer(name) != null) {
      throw in.corrupt("a consumer stands twice in a group");
    }
    group.addConsumer(name, seen);
    for (long left = in.count(ID); left > 0; left--) {
      StreamId id = id(in.bytes(ID));
      Delivery delivery = deliveries.remove(id);
      if (delivery == null) {
        throw in.corrupt("a consumer has an entry that is not pending, or another's");
      }
      group.pend(new Pending(id, name, delivery.at(), delivery.count()));
    }
  }
}
