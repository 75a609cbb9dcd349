package io.sentinelha.resp.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a {@link Session} what its socket reports. The last in the pipeline. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {

  private static final Logger log = LoggerFactory.getLogger(ConnectionHandler.class);

  private final Session session;

  ConnectionHandler(Session session) {
    this.session = session;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    session.opened();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    session.received((ByteBuf) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    session.receivedAll();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      session.turn();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      session.inputEnded();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    session.end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A failed handshake comes wrapped, and is nothing to bother anybody with either.
    if (cause instanceof IOException || cause.getCause() instanceof IOException) {
      session.close("connection lost");
      return;
    }
    log.atWarn()
        .addKeyValue("client", session.connection())
        .setCause(new Redacted(cause))
        .log("connection failed");
    session.close("connection failed");
  }
}
