package io.sentinelha.core.engine;

import java.util.Optional;

/**
 * What supervisors tell each other every two seconds and after every change: who I am, and where I
 * believe the primary is. On the wire exactly eight fields joined by commas; messages with another
 * number of fields are not hellos.
 *
 * @param from the sender's address, as it wants to be reached
 * @param currentEpoch any number at all: the receiver decides whether to believe it
 * @param configEpoch the version of {@code primary}; any number at all
 */
public record Hello(
    Endpoint from,
    String runId,
    long currentEpoch,
    String primaryName,
    Endpoint primary,
    long configEpoch) {

  /** The channel on which data nodes carry hellos. */
  public static final String CHANNEL = "__sentinel__:hello";

  private static final int FIELDS = 8;

  /** Reads a payload; empty when it is not a hello. */
  public static Optional<Hello> parse(String payload) {
    String[] fields = payload.split(",", -1);
    if (fields.length != FIELDS) {
      return Optional.empty();
    }
    Optional<String> sender = IpLiteral.canonical(fields[0]);
    Optional<String> primary = IpLiteral.canonical(fields[5]);
    if (sender.isEmpty() || primary.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Hello(
              new Endpoint(sender.get(), Integer.parseInt(fields[1])),
              fields[2],
              Long.parseLong(fields[3]),
              fields[4],
              new Endpoint(primary.get(), Integer.parseInt(fields[6])),
              Long.parseLong(fields[7])));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // A port or an epoch that is no number, or no possible one.
    }
  }

  /** The payload as it goes on the wire. */
  public String format() {
    return from.host()
        + ","
        + from.port()
        + ","
        + runId
        + ","
        + currentEpoch
        + ","
        + primaryName
        + ","
        + primary.host()
        + ","
        + primary.port()
        + ","
        + configEpoch;
  }
}
