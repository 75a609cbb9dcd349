package io.sentinelha.core.engine;

/**
 * Where a node listens.
 *
 * @param host a literal IPv4 or IPv6 address in its canonical spelling, so that equal addresses are
 *     equal texts; where a node merely reports whom it follows, it may also be a name
 * @param port from 0 to 65535; 0 means "nowhere": such a node is known but never contacted
 */
public record Endpoint(String host, int port) {

  /** Nobody can be reached here. */
  static final Endpoint NOWHERE = new Endpoint("", 0);

  public Endpoint {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be in 0..65535: got " + port);
    }
  }

  /** Whether a connection can be tried at all. */
  public boolean isReachable() {
    return port != 0;
  }

  /** {@code ip:port}, or {@code [ip]:port} for IPv6: the name that a replica goes by. */
  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
