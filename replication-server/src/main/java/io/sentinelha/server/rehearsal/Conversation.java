package io.sentinelha.server.rehearsal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A client's connection, whose requests are sent in batches. */
final class Conversation {

  private final SocketChannel channel;
  private final Requests requests = new Requests();
  private final ByteBuffer replies = ByteBuffer.allocate(1 << 16);
  private int marks;

  Conversation(SocketChannel channel) {
    this.channel = channel;
  }

  /** What goes out with the next {@link #exchange}. */
  Requests requests() {
    return requests;
  }

  /** Sends what was added, and reads until the last reply has come, whatever the others are. */
  void exchange() throws IOException {
    String mark = "mark:" + marks++;
    requests.add("ECHO", mark);
    ByteBuffer all = ByteBuffer.wrap(requests.take());
    while (all.hasRemaining()) {
      channel.write(all);
    }
    byte[] end = ("$" + mark.length() + "\r\n" + mark + "\r\n").getBytes(US_ASCII);
    replies.clear();
    while (!endsWith(replies, end)) {
      if (!replies.hasRemaining()) { // Only the end is of interest.
        replies.position(replies.capacity() - end.length).limit(replies.capacity());
        replies.compact();
      }
      if (channel.read(replies) < 0) {
        throw new IOException("the server has gone away");
      }
    }
  }

  private static boolean endsWith(ByteBuffer bytes, byte[] end) {
    int from = bytes.position() - end.length;
    for (int i = 0; i < end.length; i++) {
      if (from < 0 || bytes.get(from + i) != end[i]) {
        return false;
      }
    }
    return true;
  }
}
