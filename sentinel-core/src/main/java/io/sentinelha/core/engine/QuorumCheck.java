package io.sentinelha.core.engine;

import io.sentinelha.quorum.Ballot;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a failover could be agreed on and led now.
 *
 * @param usable supervisors that are not down, this one included
 * @param quorum whether they are enough to find the primary objectively down
 * @param majority whether they are enough to elect a leader
 */
public record QuorumCheck(int usable, boolean quorum, boolean majority) {

  static QuorumCheck of(int usable, int voters, int wanted) {
    return new QuorumCheck(usable, usable >= wanted, usable >= Ballot.majority(voters));
  }

  public boolean isPassed() {
    return quorum && majority;
  }

  /** The reply to SENTINEL CKQUORUM, without the sign that tells a status from an error. */
  public String text() {
    String count = usable + " usable Sentinels. ";
    if (isPassed()) {
      return "OK " + count + "Quorum and failover authorization can be reached";
    }
    List<String> missing = new ArrayList<>();
    if (!quorum) {
      missing.add("Not enough available Sentinels to reach the specified quorum for this master");
    }
    if (!majority) {
      missing.add("Not enough available Sentinels to reach the majority and authorize a failover");
    }
    return "NOQUORUM " + count + String.join(". ", missing);
  }
}
