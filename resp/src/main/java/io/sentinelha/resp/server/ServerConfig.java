package io.sentinelha.resp.server;

import io.sentinelha.resp.Limits;
import java.time.Duration;

/**
 * How a server treats its clients.
 *
 * @param limits of requests; for connections that are made from now on
 * @param maxClients connections at once, more are refused; positive, default 10,000
 * @param idleTimeout a client that says nothing for so long is cut off, unless it is subscribed or
 *     waits for an answer; zero = never, the default
 * @param authTimeout a client that has not authenticated within this time although it must is cut
 *     off; zero = never, the default
 * @param tcpKeepAlive pause before the first probe of a silent connection; zero = no probes,
 *     default 300 s
 * @param normal limit for unsent output of ordinary clients; default none, because they are not
 *     served any further while more than {@code outputPause} is unsent
 * @param pubsub limit for unsent output of subscribed clients; default 32 MiB, or 8 MiB for 60 s
 * @param outputPause requests of a client wait while so many bytes for it are unsent; positive,
 *     default 256 KiB
 * @param protectedMode whether, while the default user needs no password, clients of other machines
 *     are refused; default false
 */
public record ServerConfig(
    Limits limits,
    int maxClients,
    Duration idleTimeout,
    Duration authTimeout,
    Duration tcpKeepAlive,
    OutputLimit normal,
    OutputLimit pubsub,
    int outputPause,
    boolean protectedMode) {

  /** What Redis has as defaults, as far as it knows the matter. */
  public static final ServerConfig DEFAULT =
      new ServerConfig(
          Limits.DEFAULT,
          10_000,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofSeconds(300),
          OutputLimit.NONE,
          new OutputLimit(32L << 20, 8L << 20, Duration.ofSeconds(60)),
          256 << 10,
          false);

  public ServerConfig {
    if (maxClients <= 0 || outputPause <= 0) {
      throw new IllegalArgumentException(
          "maxClients and outputPause must be > 0: got " + maxClients + " and " + outputPause);
    }
    requireNotNegative(idleTimeout, "idleTimeout");
    requireNotNegative(authTimeout, "authTimeout");
    requireNotNegative(tcpKeepAlive, "tcpKeepAlive");
  }

  public ServerConfig withLimits(Limits of) {
    return new ServerConfig(
        of,
        maxClients,
        idleTimeout,
        authTimeout,
        tcpKeepAlive,
        normal,
        pubsub,
        outputPause,
        protectedMode);
  }

  public ServerConfig withMaxClients(int most) {
    return new ServerConfig(
        limits,
        most,
        idleTimeout,
        authTimeout,
        tcpKeepAlive,
        normal,
        pubsub,
        outputPause,
        protectedMode);
  }

  /** The same with other patience; see the components of these names. */
  public ServerConfig withTimeouts(Duration idle, Duration auth, Duration keepAlive) {
    return new ServerConfig(
        limits, maxClients, idle, auth, keepAlive, normal, pubsub, outputPause, protectedMode);
  }

  /** The same with other bounds for output; see the components of these names. */
  public ServerConfig withOutput(OutputLimit ofNormal, OutputLimit ofPubsub, int pause) {
    return new ServerConfig(
        limits,
        maxClients,
        idleTimeout,
        authTimeout,
        tcpKeepAlive,
        ofNormal,
        ofPubsub,
        pause,
        protectedMode);
  }

  public ServerConfig withProtectedMode(boolean on) {
    return new ServerConfig(
        limits,
        maxClients,
        idleTimeout,
        authTimeout,
        tcpKeepAlive,
        normal,
        pubsub,
        outputPause,
        on);
  }

  private static void requireNotNegative(Duration value, String name) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative: got " + value);
    }
  }
}
