package io.sentinelha.server.command;

import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.stream.StreamCursor;
import io.sentinelha.server.store.stream.StreamId;
import io.sentinelha.server.store.stream.StreamValue;

/** Entries as clients get them. */
final class StreamReplies {

  private StreamReplies() {}

  /** The entries between two ids, at most so many, as an array. */
  static void range(
      Reply reply,
      StreamValue stream,
      StreamId least,
      StreamId greatest,
      long most,
      boolean backwards) {
    long count = stream.count(least, greatest, backwards, most);
    reply.array(count);
    StreamCursor cursor = stream.range(least, greatest, backwards);
    for (long left = count; left > 0 && cursor.next(); left--) {
      entry(reply, cursor);
    }
  }

  /** The entry that a cursor stands on: its id, and names and values. */
  static void entry(Reply reply, StreamCursor cursor) {
    reply.array(2);
    id(reply, cursor.id());
    int texts = 2 * cursor.fields();
    reply.array(texts);
    for (int i = 0; i < texts; i++) {
      reply.bulk(cursor.nextText());
    }
  }

  static void id(Reply reply, StreamId id) {
    reply.bulk(StreamIds.bytes(id));
  }

  /** One entry; false, and nothing written, if it is not there. */
  static boolean entry(Reply reply, StreamValue stream, StreamId id) {
    StreamCursor cursor = stream.range(id, id, false);
    if (!cursor.next()) {
      return false;
    }
    entry(reply, cursor);
    return true;
  }
}
