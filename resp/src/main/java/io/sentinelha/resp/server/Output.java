package io.sentinelha.resp.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.sentinelha.resp.Protocol;
import io.sentinelha.resp.RespWriter;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is on its way to one client: replies are gathered in one buffer, which goes to the socket as
 * a whole. Holds no memory while there is nothing to say. Used on the event loop alone, except
 * where stated.
 */
final class Output {

  private static final int FIRST_BYTES = 256;

  private final Channel channel;
  private final LongAdder sentBytes;
  private final RespWriter writer = new RespWriter(Unpooled.EMPTY_BUFFER, Protocol.RESP2);
  private ByteBuf gathered = Unpooled.EMPTY_BUFFER;

  Output(Channel channel, LongAdder sentBytes) {
    this.channel = channel;
    this.sentBytes = sentBytes;
  }

  RespWriter writer() {
    return writer;
  }

  /** The buffer that replies are gathered in; {@link #writer} writes to the same one. */
  ByteBuf open() {
    if (gathered.capacity() == 0) { // The shared empty buffer.
      gathered = channel.alloc().ioBuffer(FIRST_BYTES);
      writer.redirect(gathered);
    }
    return gathered;
  }

  /** Bytes that are gathered and not handed to the socket. */
  int length() {
    return gathered.readableBytes();
  }

  /** Takes back what was gathered beyond so many bytes. */
  void rollback(int length) {
    gathered.writerIndex(gathered.readerIndex() + length);
  }

  /** Whether the socket keeps up. */
  boolean isWritable() {
    return channel.isWritable();
  }

  /** Hands everything to the socket, in one go. */
  @SuppressWarnings("FutureReturnValueIgnored") // A failure closes the channel, which we hear of.
  void flush() {
    if (gathered.isReadable()) {
      sentBytes.add(gathered.readableBytes());
      channel.writeAndFlush(take(), channel.voidPromise());
    } else {
      drop();
    }
  }

  /** Hands everything to the socket. */
  ChannelFuture flushLast() {
    sentBytes.add(gathered.readableBytes());
    return channel.writeAndFlush(take());
  }

  void drop() {
    take().release();
  }

  /** Bytes that the socket has not accepted yet. May be read by any thread. */
  long unsent() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  private ByteBuf take() {
    ByteBuf taken = gathered;
    gathered = Unpooled.EMPTY_BUFFER;
    writer.redirect(gathered);
    return taken;
  }
}
