package io.sentinelha.cli;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.sentinelha.core.config.ServerSettings.Supervision;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the process is doing, by datagrams to the socket that it names in the
 * environment. Silent when it names none.
 */
final class ServiceManager {

  private static final Logger log = LoggerFactory.getLogger("sentinel");
  private static final String VARIABLE = "NOTIFY_SOCKET";

  private final Optional<DomainSocketAddress> socket;

  private ServiceManager(Optional<DomainSocketAddress> socket) {
    this.socket = socket;
  }

  static ServiceManager of(Supervision supervised) {
    String path = System.getenv(VARIABLE);
    boolean wanted = supervised == Supervision.SYSTEMD || supervised == Supervision.AUTO;
    if (!wanted || path == null || path.isEmpty()) {
      return new ServiceManager(Optional.empty());
    }
    if (!Epoll.isAvailable()) {
      log.warn(
          "Cannot tell systemd anything: no native transport ({})", Epoll.unavailabilityCause());
      return new ServiceManager(Optional.empty());
    }
    // A leading @ stands for the zero byte of a name that is in no file system.
    String name = path.startsWith("@") ? "\0" + path.substring(1) : path;
    return new ServiceManager(Optional.of(new DomainSocketAddress(name)));
  }

  void ready(String status) {
    tell("READY=1\nSTATUS=" + status);
  }

  void stopping() {
    tell("STOPPING=1");
  }

  private void tell(String message) {
    socket.ifPresent(to -> send(to, message));
  }

  private static void send(DomainSocketAddress to, String message) {
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      Channel channel =
          new Bootstrap()
              .group(group)
              .channel(EpollDomainDatagramChannel.class)
              .handler(new ChannelInboundHandlerAdapter())
              .register()
              .sync()
              .channel();
      channel
          .writeAndFlush(
              new DomainDatagramPacket(Unpooled.copiedBuffer(message, StandardCharsets.UTF_8), to))
          .await(1, TimeUnit.SECONDS);
      channel.close().sync();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The message does not matter any more.
    } finally {
      group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).awaitUninterruptibly(200);
    }
  }
}
