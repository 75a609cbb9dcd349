package io.sentinelha.resp.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Protocol;
import io.sentinelha.resp.RespWriter;
import org.jspecify.annotations.Nullable;

/**
 * A published message on its way to all who subscribed the same channel or the same pattern. It is
 * encoded once per protocol, and the bytes are shared by everybody's queue. Safe for all threads.
 */
final class Message {

  /** Beside the contents: lengths, line ends, the kind's name. */
  private static final int FRAME_BYTES = 48;

  private final @Nullable Bytes pattern;
  private final Bytes channel;
  private final Bytes payload;
  private final int size;
  private volatile byte @Nullable [] resp2;
  private volatile byte @Nullable [] resp3;

  /**
   * A message.
   *
   * @param pattern the pattern that matched; null for subscribers of the channel itself
   */
  Message(@Nullable Bytes pattern, Bytes channel, Bytes payload) {
    this.pattern = pattern;
    this.channel = channel;
    this.payload = payload;
    this.size =
        FRAME_BYTES
            + (pattern == null ? 0 : pattern.length())
            + channel.length()
            + payload.length();
  }

  /** About so many bytes on the wire. */
  int size() {
    return size;
  }

  void writeTo(ByteBuf out, Protocol protocol) {
    out.writeBytes(encoded(protocol));
  }

  /** Two threads may encode at the same time; both get the same bytes. */
  byte[] encoded(Protocol protocol) {
    byte[] known = protocol == Protocol.RESP3 ? resp3 : resp2;
    if (known != null) {
      return known;
    }
    byte[] fresh = encode(protocol);
    if (protocol == Protocol.RESP3) {
      resp3 = fresh;
    } else {
      resp2 = fresh;
    }
    return fresh;
  }

  private byte[] encode(Protocol protocol) {
    ByteBuf frame = Unpooled.buffer(size);
    RespWriter writer = new RespWriter(frame, protocol);
    if (pattern == null) {
      writer.push(3).bulk("message");
    } else {
      writer.push(4).bulk("pmessage").bulk(pattern);
    }
    writer.bulk(channel).bulk(payload);
    byte[] bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    return bytes;
  }
}
