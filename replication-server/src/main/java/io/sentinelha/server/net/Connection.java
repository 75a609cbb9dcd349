package io.sentinelha.server.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.DecoderException;
import io.sentinelha.resp.ProtocolException;
import io.sentinelha.server.engine.Buffers;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Feed;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.engine.RequestReader;
import io.sentinelha.server.engine.Transport;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection. Requests are run as they arrive, in the array that all connections of the loop
 * share; what is left of them goes in front of the next that arrive. Replies leave at the end of
 * the turn.
 */
final class Connection extends ChannelInboundHandlerAdapter implements Transport {

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  /** While more than this is unread by the client, its requests are kept and not run. */
  private static final int CONGESTED = 16 << 20;

  /** Who could wait with more output does while so much is pending. */
  private static final int CROWDED = 1 << 20;

  /** A reply array that is larger is given back between two turns. */
  private static final int KEPT_REPLY = 4 << 10;

  private final NetServer server;
  private final Channel channel;
  private final RequestReader reader = new RequestReader();
  private final ArrayDeque<ByteBuf> pending = new ArrayDeque<>();
  private @Nullable Client client;
  private long pendingBytes;
  private boolean awake;
  private boolean resuming;
  private boolean congested;

  /** It has left too much unread and is on its way out. */
  private boolean cutOff;

  private final Leftover leftover = new Leftover();
  private long softSinceMillis;

  Connection(NetServer server, Channel channel) {
    this.server = server;
    this.channel = channel;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // A failure closes the channel, which we hear of.
  public void channelActive(ChannelHandlerContext ctx) {
    server.engine().updateTime();
    String refusal = server.refusal(channel);
    if (refusal != null) {
      server.engine().stats().rejectedConnections++;
      ByteBuf text = channel.alloc().buffer().writeBytes(refusal.getBytes(UTF_8));
      channel.writeAndFlush(text).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    client = server.engine().clients().open(this);
    server.opened(client, this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Client gone = client;
    client = null;
    if (gone != null) {
      server.engine().clients().close(gone);
      server.closed(gone);
    }
    dropPending();
    leftover.clear(buffers());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (client != null) {
        receive(client, in);
      }
    } finally {
      in.release();
    }
  }

  private void receive(Client from, ByteBuf in) {
    int length = in.readableBytes();
    server.engine().stats().bytesIn += length;
    server.engine().stats().reads++;
    server.engine().updateTime();
    from.sent(server.engine().now());
    int before = leftover.length();
    if (before > length) { // To move it again with every little that comes would take too long.
      leftover.append(in, length, reader.wanted(), buffers());
      if (leftover.length() > server.settings().queryBuffer.value()) {
        channel.config().setAutoRead(false); // It ends after what the loop does now.
        log.warn("client {} sends more than client-query-buffer-limit allows", remote());
        server.end(this);
        return;
      }
      runLeftover(from);
      return;
    }
    int end = before + length;
    byte[] shared = server.inbox(end);
    leftover.moveTo(shared, buffers());
    in.readBytes(shared, before, length);
    int rest = run(from, shared, 0, end);
    if (rest < end) {
      leftover.take(shared, rest, end, Math.min(reader.wanted(), NetServer.INBOX), buffers());
    }
  }

  private void runLeftover(Client from) {
    int ranTo = run(from, leftover.bytes(), leftover.from(), leftover.to());
    leftover.ranTo(ranTo, buffers());
  }

  private Buffers buffers() {
    return server.engine().clients().buffers();
  }

  /** Runs requests; returns where the first stands that was not run. */
  private int run(Client from, byte[] bytes, int start, int end) {
    int at = start;
    int lookedUpTo = start;
    long most = server.settings().maxBulk.value();
    try {
      while (!from.isHeldUp() && !congested) {
        int next = reader.read(bytes, at, end, most, from.isAuthenticated());
        if (next < 0) {
          break;
        }
        if (reader.args().count() == 0) {
          heartbeat(from);
        } else if (!server.engine().executor().execute(from, reader.args())) {
          break;
        }
        at = next;
        if (at < end && at >= lookedUpTo) {
          lookedUpTo = server.lookAhead().touch(from.db(), bytes, at, end);
        }
        if (pendingBytes > CONGESTED) {
          congested = outputBytes() > CONGESTED;
        }
      }
    } catch (ProtocolException e) {
      from.reply().error("ERR " + e.getMessage());
      from.closeAfterReply();
      at = end;
    }
    if (from.reply().pending() > 0) {
      wake();
    }
    server.endTurnSoon(); // A command that is not answered may have written something, too.
    return from.isClosing() ? end : at;
  }

  private static void heartbeat(Client from) {
    if (from.feed() != null) {
      from.feed().heartbeat();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable() && client != null && client.feed() != null) {
      client.feed().room();
    }
    if (congested && channel.isWritable()) {
      congested = false;
      resume();
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // A failure closes the channel, which we hear of.
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof DecoderException && cause.getCause() != null) {
      log.info("connection of {} failed: {}", remote(), cause.getCause().toString());
    } else if (!(cause instanceof IOException)) {
      log.warn("connection of {} failed", remote(), cause);
    }
    channel.close();
  }

  // --- What the engine sees ---

  @Override
  public void write(byte[] bytes, int from, int length) {
    if (!channel.isOpen() || cutOff) {
      return; // One reply may be larger than the limit: what is beyond is not even collected.
    }
    pending.add(channel.alloc().directBuffer(length).writeBytes(bytes, from, length));
    pendingBytes += length;
    wake();
    checkLimit();
  }

  @Override
  public void wake() {
    if (!awake) {
      awake = true;
      server.wake(this);
    }
  }

  @Override
  public void resume() {
    if (!resuming) {
      resuming = true;
      server.resume(this);
    }
  }

  /** Runs what the client sent while it was held up. */
  void resumed() {
    resuming = false;
    Client from = client;
    if (from != null && leftover.length() > 0) {
      runLeftover(from);
    }
  }

  @Override
  public boolean hasRoom() {
    return channel.isWritable() && pendingBytes < CROWDED;
  }

  /** Sends what is pending. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // A failure closes the channel, which we hear of.
  public void flush() {
    awake = false;
    Client to = client;
    if (to == null) {
      dropPending();
      return;
    }
    Reply reply = to.reply();
    reply.drain();
    awake = false;
    if (reply.capacity() > KEPT_REPLY) {
      reply.release();
    }
    if (!pending.isEmpty()) {
      server.engine().stats().writes++;
      server.engine().stats().bytesOut += pendingBytes;
      pendingBytes = 0;
      for (ByteBuf next = pending.poll(); next != null; next = pending.poll()) {
        channel.write(next, channel.voidPromise());
      }
      channel.flush();
      checkLimit();
    }
    if (to.isClosing() && to.heldBytes() == 0) {
      channel.writeAndFlush(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void dropPending() {
    pending.forEach(ByteBuf::release);
    pending.clear();
    pendingBytes = 0;
  }

  /** Cuts off a client that leaves too much unread. */
  void checkLimit() {
    Client to = client;
    if (to == null || cutOff) {
      return;
    }
    OutputLimits.Limit limit = server.settings().outputLimits.of(OutputLimits.Kind.of(to));
    if (limit.hard() == 0 && limit.soft() == 0) {
      return;
    }
    Feed feed = to.feed();
    long bytes = feed == null ? outputBytes() : feed.pending();
    if (feed != null && bytes <= feed.allowance()) {
      softSinceMillis = 0;
      return;
    }
    boolean soft = limit.soft() > 0 && bytes > limit.soft();
    if (!soft) {
      softSinceMillis = 0;
    } else if (softSinceMillis == 0) {
      softSinceMillis = server.engine().now();
    }
    boolean tooLong = soft && server.engine().now() - softSinceMillis > 1000 * limit.softSeconds();
    if (tooLong || (limit.hard() > 0 && bytes > limit.hard())) {
      log.warn(
          "client {} leaves {} bytes unread: cut off by client-output-buffer-limit; it may come back",
          remote(),
          bytes);
      cutOff = true;
      to.closeAfterReply(); // What makes the reply stops.
      dropPending();
      server.end(this);
    }
  }

  @Override
  public void closeAfterReply() {
    wake();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // A failure closes the channel, which we hear of.
  public void close() {
    channel.close();
  }

  @Override
  public String remote() {
    return Names.of(channel.remoteAddress(), channel.localAddress());
  }

  @Override
  public String local() {
    return Names.of(channel.localAddress(), channel.localAddress());
  }

  @Override
  public boolean isUnix() {
    return Names.isUnix(channel.localAddress());
  }

  @Override
  public int descriptor() {
    return Names.descriptor(channel);
  }

  @Override
  public int queryBytes() {
    return leftover.length();
  }

  @Override
  public int queryFree() {
    return leftover.free();
  }

  @Override
  public long outputBytes() {
    ChannelOutboundBuffer queued = channel.unsafe().outboundBuffer();
    Client to = client;
    return pendingBytes
        + (to == null ? 0 : to.reply().pending() + to.heldBytes())
        + (queued == null ? 0 : queued.totalPendingWriteBytes());
  }

  Channel channel() {
    return channel;
  }
}
