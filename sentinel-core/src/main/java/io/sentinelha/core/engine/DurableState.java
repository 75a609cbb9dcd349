package io.sentinelha.core.engine;

import io.sentinelha.quorum.Epoch;
import java.util.List;

/**
 * Everything a supervisor must find again after a crash: who it is, what it promised (epochs and
 * votes), where the primaries are, whom it knows. The shell saves it; what is not in here is
 * observed anew.
 *
 * @param myId 40 characters, unique among all supervisors, unchanged for the life of the supervisor
 * @param currentEpoch only ever raised
 * @param identity how this supervisor presents itself to peers
 * @param primaries in the order in which they were added
 */
public record DurableState(
    String myId, Epoch currentEpoch, Identity identity, List<Primary> primaries) {

  public DurableState {
    primaries = List.copyOf(primaries);
  }

  /**
   * What a supervisor tells peers about itself.
   *
   * @param announceIp the address put into hellos; empty for the local address of each link
   * @param announcePort the port put into hellos; 0 for the listening port
   * @param peerAuth what links to peers log in with; without a password here, the supervisor's own
   *     {@code requirepass} is used by the shell
   */
  public record Identity(String announceIp, int announcePort, Credentials peerAuth) {

    public static final Identity DEFAULT = new Identity("", 0, Credentials.NONE);
  }

  /**
   * One watched primary.
   *
   * @param address where the primary is now; during a failover, from the moment the promotion is
   *     confirmed, the promoted replica
   * @param configEpoch the version of {@code address}; the higher version wins
   * @param leaderEpoch the epoch of the last vote given for this primary
   * @param replicas every replica remembered, never {@code address} itself
   * @param peers every other supervisor known to watch this primary
   */
  public record Primary(
      String name,
      Endpoint address,
      Epoch configEpoch,
      Epoch leaderEpoch,
      PrimarySettings settings,
      List<Endpoint> replicas,
      List<Peer> peers) {

    public Primary {
      replicas = List.copyOf(replicas);
      peers = List.copyOf(peers);
    }
  }

  /**
   * Another supervisor.
   *
   * @param runId its id, as it says
   */
  public record Peer(String runId, Endpoint address) {}
}
