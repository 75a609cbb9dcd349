package io.sentinelha.core.config;

import io.sentinelha.core.engine.Credentials;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.quorum.Epoch;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the {@code sentinel} lines say, while they are being applied. */
final class StateDraft {
  Optional<String> myId = Optional.empty();
  Epoch currentEpoch = Epoch.ZERO;
  String announceIp = "";
  int announcePort;
  Credentials peerLogin = Credentials.NONE;
  boolean denyScriptsReconfig = true;
  final Map<String, PrimaryDraft> primaries = new LinkedHashMap<>();

  /** Primaries whose own line is wrong: that is the problem, not the lines which refer to them. */
  final Set<String> unusable = new HashSet<>();

  /**
   * The value. No epoch of a primary is above the current one: who voted or switched in an epoch
   * had reached it.
   */
  DurableState freeze(String id) {
    List<DurableState.Primary> all =
        primaries.values().stream().map(primary -> primary.freeze(id)).toList();
    Epoch reached = currentEpoch;
    for (DurableState.Primary primary : all) {
      reached = reached.max(primary.configEpoch()).max(primary.leaderEpoch());
    }
    DurableState.Identity identity = new DurableState.Identity(announceIp, announcePort, peerLogin);
    return new DurableState(id, reached, identity, all);
  }
}
