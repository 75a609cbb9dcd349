package io.sentinelha.it.durability;

import io.sentinelha.bench.RespClient;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.util.List;

/**
 * What a supervisor says about its vote.
 *
 * @param leader whom it voted for; {@code *} when it names nobody
 * @param epoch of that vote, or of the last one when it names nobody
 */
record Vote(String leader, long epoch) {

  static final String NOBODY = "*";

  static Vote of(RespValue reply) throws IOException {
    List<RespValue> parts = RespClient.elements(reply);
    if (parts.size() != 3) {
      throw new IOException("no answer about a vote: " + reply);
    }
    return new Vote(RespClient.text(parts.get(1)), Long.parseLong(RespClient.text(parts.get(2))));
  }

  boolean namesSomebody() {
    return !leader.equals(NOBODY);
  }
}
