package io.sentinelha.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.sentinelha.server.replication.Dialer;
import io.sentinelha.server.replication.MasterWire;
import org.jspecify.annotations.Nullable;

/** The connection to a master: passes on what arrives, and decides nothing. */
final class MasterConnection extends ChannelInboundHandlerAdapter implements MasterWire {

  private final NetServer server;
  private final Dialer.Receiver receiver;
  private final String target;
  private final boolean tls;
  private @Nullable Channel channel;
  private @Nullable String problem;
  private boolean reads = true;

  /** It is closed, or about to be. */
  private boolean cut;

  /** The receiver has been told of the end. */
  private boolean givenUp;

  MasterConnection(NetServer server, Dialer.Receiver receiver, String target, boolean tls) {
    this.server = server;
    this.receiver = receiver;
    this.target = target;
    this.tls = tls;
  }

  boolean isGivenUp() {
    return givenUp || cut;
  }

  /** An attempt to connect has begun. */
  void uses(Channel attempt) {
    channel = attempt;
  }

  /** There will be no connection. */
  void failed(String reason) {
    if (!givenUp) {
      givenUp = true;
      server.engine().updateTime();
      receiver.closed(reason);
    }
  }

  // --- What comes of it ---

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (!tls) {
      connected();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
      connected();
    }
  }

  private void connected() {
    if (!givenUp) {
      server.engine().updateTime();
      receiver.connected();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (!cut) {
        int length = in.readableBytes();
        server.engine().stats().replicationBytesIn += length;
        server.engine().stats().reads++;
        server.engine().updateTime();
        byte[] shared = server.inbox(length);
        in.readBytes(shared, 0, length);
        receiver.received(shared, 0, length);
        server.endTurnSoon();
      }
    } finally {
      in.release();
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // A failure closes the channel, which we hear of.
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable reason =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    problem = reason.toString();
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    failed(problem == null ? "the other end has closed the connection" : problem);
  }

  // --- What replication does with it ---

  @Override
  public void reading(boolean on) {
    reads = on;
    Channel to = channel;
    if (to != null) {
      to.config().setAutoRead(reads);
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // A failure closes the channel, which we hear of.
  public void write(byte[] bytes, int from, int length) {
    Channel to = channel;
    if (to != null && to.isActive()) {
      server.engine().stats().replicationBytesOut += length;
      to.writeAndFlush(to.alloc().buffer(length).writeBytes(bytes, from, length), to.voidPromise());
    }
  }

  @Override
  public void wake() {}

  @Override
  public void resume() {}

  @Override
  public void closeAfterReply() {
    cut();
  }

  @Override
  public void close() {
    cut();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A failure closes the channel, which we hear of.
  private void cut() {
    cut = true;
    Channel to = channel;
    if (to != null) {
      to.eventLoop().execute(to::close);
    }
  }

  @Override
  public String remote() {
    Channel to = channel;
    return to == null || to.remoteAddress() == null
        ? target
        : Names.of(to.remoteAddress(), to.localAddress());
  }

  @Override
  public String local() {
    Channel to = channel;
    return to == null ? "?:0" : Names.of(to.localAddress(), to.localAddress());
  }

  @Override
  public boolean isUnix() {
    return false;
  }

  @Override
  public int descriptor() {
    Channel to = channel;
    return to == null ? -1 : Names.descriptor(to);
  }

  @Override
  public int queryBytes() {
    return 0;
  }

  @Override
  public int queryFree() {
    return 0;
  }

  @Override
  public long outputBytes() {
    return 0;
  }
}
