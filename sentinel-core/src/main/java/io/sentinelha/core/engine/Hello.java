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
  private static final int DECIMAL = 10;

  /** Reads a payload; empty when it is not a hello. */
  public static Optional<Hello> parse(String payload) {
    int[] commas = commas(payload); // Hellos are most of what arrives: no array of texts is made.
    if (commas.length == 0) {
      return Optional.empty();
    }
    Optional<String> sender = IpLiteral.canonical(payload.substring(0, commas[0]));
    Optional<String> primary = IpLiteral.canonical(payload.substring(commas[4] + 1, commas[5]));
    if (sender.isEmpty() || primary.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Hello(
              new Endpoint(
                  sender.get(), Integer.parseInt(payload, commas[0] + 1, commas[1], DECIMAL)),
              payload.substring(commas[1] + 1, commas[2]),
              Long.parseLong(payload, commas[2] + 1, commas[3], DECIMAL),
              payload.substring(commas[3] + 1, commas[4]),
              new Endpoint(
                  primary.get(), Integer.parseInt(payload, commas[5] + 1, commas[6], DECIMAL)),
              Long.parseLong(payload, commas[6] + 1, payload.length(), DECIMAL)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // A port or an epoch that is no number, or no possible one.
    }
  }

  /** Where the fields are divided; an empty array when there are more or fewer of them. */
  private static int[] commas(String payload) {
    int[] commas = new int[FIELDS - 1];
    int at = -1;
    for (int i = 0; i < commas.length; i++) {
      at = payload.indexOf(',', at + 1);
      if (at < 0) {
        return new int[0];
      }
      commas[i] = at;
    }
    return payload.indexOf(',', at + 1) < 0 ? commas : new int[0];
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
