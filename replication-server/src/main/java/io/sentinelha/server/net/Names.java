package io.sentinelha.server.net;

import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses of connections in the form in which clients see them. */
final class Names {

  private Names() {}

  /** {@code ip:port}; of a Unix socket its path and {@code :0}, whichever end is asked for. */
  static String of(@Nullable SocketAddress address, @Nullable SocketAddress local) {
    if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
      String host = inet.getAddress().getHostAddress();
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }
    return isUnix(local) ? local + ":0" : "?:0";
  }

  static boolean isUnix(@Nullable SocketAddress address) {
    return address instanceof DomainSocketAddress || address instanceof UnixDomainSocketAddress;
  }

  /** Whether the other end is on this machine. */
  static boolean isLocal(Channel channel) {
    if (isUnix(channel.localAddress())) {
      return true;
    }
    return channel.remoteAddress() instanceof InetSocketAddress inet
        && isLoopback(inet.getAddress());
  }

  private static boolean isLoopback(@Nullable InetAddress address) {
    return address != null && address.isLoopbackAddress();
  }

  /** The file descriptor; -1 where it cannot be known. */
  static int descriptor(Channel channel) {
    return channel instanceof UnixChannel unix ? unix.fd().intValue() : -1;
  }
}
