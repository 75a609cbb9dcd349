package io.sentinelha.server.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import io.sentinelha.resp.server.EventLoops;
import io.sentinelha.server.replication.Dialer;
import io.sentinelha.server.replication.MasterWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Connects to masters, on the loop that owns the data. Names are looked up by a helper. */
public final class MasterDialer implements Dialer {

  private static final int CONNECT_MILLIS = 60_000;

  private final IoEventLoopGroup group;
  private final EventLoop loop;
  private final NetServer server;
  private final Executor helper;

  MasterDialer(IoEventLoopGroup group, NetServer server, Executor helper) {
    this.group = group;
    this.loop = group.next();
    this.server = server;
    this.helper = helper;
  }

  @Override
  public MasterWire dial(String host, int port, boolean tls, Receiver receiver) {
    MasterConnection connection = new MasterConnection(server, receiver, host + ":" + port, tls);
    byte @Nullable [] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      loop.execute(() -> connect(connection, addresses(host), port, tls));
    } else {
      helper.execute(
          () -> {
            Deque<InetAddress> found = addresses(host);
            loop.execute(() -> connect(connection, found, port, tls));
          });
    }
    return connection;
  }

  /** Empty if the name is not known. */
  private static Deque<InetAddress> addresses(String host) {
    try {
      return new ArrayDeque<>(List.of(InetAddress.getAllByName(host)));
    } catch (IOException e) {
      return new ArrayDeque<>();
    }
  }

  /** Tries one address after the other. */
  private void connect(
      MasterConnection connection, Deque<InetAddress> addresses, int port, boolean tls) {
    InetAddress address = addresses.poll();
    if (address == null || connection.isGivenUp()) {
      connection.failed("no address of it is known");
      return;
    }
    @Nullable SslContext context;
    try {
      context = tls ? server.settings().tls.clientContext() : null;
    } catch (IllegalArgumentException e) {
      connection.failed(String.valueOf(e.getMessage()));
      return;
    }
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channelFactory(EventLoops.connector(group))
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    server.keepAlive(channel);
                    if (context != null) {
                      channel.pipeline().addLast(context.newHandler(channel.alloc()));
                    }
                    channel.pipeline().addLast(connection);
                  }
                });
    ChannelFuture future = bootstrap.connect(new InetSocketAddress(address, port));
    connection.uses(future.channel());
    future.addListener(
        done -> {
          if (done.isSuccess()) {
            return; // The connection hears of that itself.
          }
          if (addresses.isEmpty() || connection.isGivenUp()) {
            connection.failed(String.valueOf(done.cause().getMessage()));
          } else {
            connect(connection, addresses, port, tls);
          }
        });
  }
}
