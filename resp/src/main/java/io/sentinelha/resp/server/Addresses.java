package io.sentinelha.resp.server;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Addresses in the words of CLIENT LIST. */
final class Addresses {

  private Addresses() {}

  /** {@code 127.0.0.1:6379}, {@code [::1]:6379}, {@code /run/redis.sock:0}. */
  static String format(@Nullable SocketAddress address) {
    if (address instanceof DomainSocketAddress unix) {
      return unix.path() + ":0";
    }
    if (!(address instanceof InetSocketAddress inet)) {
      return address + ":0";
    }
    InetAddress ip = inet.getAddress();
    String host = ip == null ? inet.getHostString() : ip.getHostAddress();
    int zone = host.indexOf('%');
    String plain = zone < 0 ? host : host.substring(0, zone);
    return (plain.indexOf(':') < 0 ? plain : "[" + compress(plain) + "]") + ":" + inet.getPort();
  }

  /** Whether it is an address of a Unix socket. */
  static boolean isUnix(@Nullable SocketAddress address) {
    return address instanceof DomainSocketAddress || address instanceof UnixDomainSocketAddress;
  }

  /** Whether whoever has this address is on the same machine. */
  static boolean isLocal(@Nullable SocketAddress address) {
    return isUnix(address)
        || (address instanceof InetSocketAddress inet
            && inet.getAddress() != null
            && inet.getAddress().isLoopbackAddress());
  }

  /** Java writes IPv6 in full; everybody else leaves the longest run of zero groups out. */
  static String compress(String ipv6) {
    String[] groups = ipv6.split(":", -1);
    int bestStart = -1;
    int bestLength = 1; // A single zero group stays.
    for (int start = 0; start < groups.length; start++) {
      int end = start;
      while (end < groups.length && groups[end].equals("0")) {
        end++;
      }
      if (end - start > bestLength) {
        bestStart = start;
        bestLength = end - start;
      }
    }
    if (bestStart < 0) {
      return ipv6;
    }
    return join(groups, 0, bestStart) + "::" + join(groups, bestStart + bestLength, groups.length);
  }

  private static String join(String[] groups, int from, int to) {
    return String.join(":", Arrays.asList(groups).subList(from, to));
  }
}
