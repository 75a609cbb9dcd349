package io.sentinelha.resp.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of the directive bind: an address or a host name, {@code *} for all IPv4 addresses,
 * {@code ::*} for all IPv6 ones. Behind a {@code -} it is ignored if the machine does not have it.
 *
 * @param host what to listen on; {@code 0.0.0.0} or {@code ::} for all
 * @param isOptional whether it may be missing
 */
record BindAddress(String host, boolean isOptional) {

  private static final String ALL_IPV4 = "0.0.0.0";
  private static final String ALL_IPV6 = "::";

  static List<BindAddress> parse(List<String> entries) {
    List<BindAddress> all = new ArrayList<>();
    for (String entry : entries) {
      boolean optional = entry.startsWith("-");
      String host = optional ? entry.substring(1) : entry;
      if (host.isEmpty()) {
        throw new IllegalArgumentException("bind: not an address: '" + entry + "'");
      }
      all.add(
          switch (host) {
            case "*" -> new BindAddress(ALL_IPV4, optional);
            case "::*" -> new BindAddress(ALL_IPV6, optional);
            default -> new BindAddress(host, optional);
          });
    }
    return List.copyOf(all);
  }

  boolean isAllIpv4() {
    return host.equals(ALL_IPV4);
  }

  boolean isAllIpv6() {
    return host.equals(ALL_IPV6);
  }

  InetAddress resolve() throws UnknownHostException {
    return InetAddress.getByName(host);
  }
}
