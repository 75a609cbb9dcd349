package io.sentinelha.resp.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the sockets of one server that accept connections: all that were asked for, or none. */
public final class Listeners {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  /** Linux' IPPROTO_IPV6 and IPV6_V6ONLY: {@code *} and {@code ::*} can share a port then. */
  private static final IntegerUnixChannelOption V6_ONLY =
      new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

  private final IoEventLoopGroup group;
  private final ServerBootstrap bootstrap;
  private final List<Channel> open = new ArrayList<>();
  private int port;

  private Listeners(IoEventLoopGroup group, ServerBootstrap bootstrap, int port) {
    this.group = group;
    this.bootstrap = bootstrap;
    this.port = port;
  }

  /**
   * Opens the sockets.
   *
   * @param bind entries of the directive bind
   * @param port 0 for one that the machine chooses, the same for all addresses
   * @return at least one
   */
  public static List<Channel> open(
      IoEventLoopGroup group, ServerBootstrap bootstrap, List<String> bind, int port)
      throws ListenException {
    Listeners listeners = new Listeners(group, bootstrap, port);
    try {
      for (BindAddress address : BindAddress.parse(bind)) {
        listeners.add(address);
      }
      if (listeners.open.isEmpty()) {
        throw new ListenException(String.join(" ", bind), port, "no address is available", null);
      }
      return listeners.open;
    } catch (ListenException e) {
      listeners.open.forEach(channel -> channel.close().awaitUninterruptibly());
      throw e;
    }
  }

  private void add(BindAddress address) throws ListenException {
    Throwable failure = bind(address);
    if (failure == null) {
      return;
    }
    if (!address.isOptional() || isInUse(failure)) {
      throw new ListenException(address.host(), port, reason(failure), failure);
    }
    log.atInfo()
        .addKeyValue("address", address.host())
        .addKeyValue("reason", reason(failure))
        .log("not listening on optional address");
  }

  /** What went wrong; null if nothing did. */
  private @Nullable Throwable bind(BindAddress address) {
    InetAddress ip;
    try {
      ip = address.resolve();
    } catch (UnknownHostException e) {
      return e;
    }
    boolean ipv6 = ip instanceof Inet6Address;
    ServerBootstrap socket =
        bootstrap
            .clone()
            .channelFactory(
                EventLoops.listener(
                    group, ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET));
    if (ipv6 && EventLoops.usesEpoll(group)) {
      socket.option(V6_ONLY, 1);
    }
    ChannelFuture attempt = socket.bind(new InetSocketAddress(ip, port)).awaitUninterruptibly();
    if (attempt.isSuccess()) {
      open.add(attempt.channel());
      port = ((InetSocketAddress) attempt.channel().localAddress()).getPort();
    }
    return attempt.cause();
  }

  private static boolean isInUse(Throwable failure) {
    return reason(failure).contains("in use");
  }

  /** In the words of the operating system. */
  static String reason(Throwable failure) {
    if (failure instanceof UnknownHostException) {
      return "unknown host";
    }
    // Netty's native transport writes "bind(..) failed with error(-98): Address already in use".
    String message = String.valueOf(failure.getMessage());
    return message.substring(message.lastIndexOf("): ") < 0 ? 0 : message.lastIndexOf("): ") + 3);
  }
}
