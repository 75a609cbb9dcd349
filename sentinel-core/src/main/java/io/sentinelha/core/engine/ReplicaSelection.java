package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Account.Verdict;
import io.sentinelha.core.engine.History.Kinship;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses the replica to promote. A replica must be reachable and lately heard; among those, one
 * that certainly holds this primary's data goes before one that may not, then the operator's
 * priority decides (lower first), then who holds more, then the smaller run id.
 *
 * <p>Offsets say who holds more only within one stream of writes, which is why the lineage is
 * looked at first. A replica that was never synchronised and is of another lineage holds nothing of
 * this primary: promoting it would make everybody else throw their data away, so it is never
 * chosen.
 *
 * @see "Redis Sentinel's rules: sentinelSelectSlave; the lineage is this engine's addition"
 */
final class ReplicaSelection {

  private static final long RECENT_PINGS = 5;
  private static final long RECENT_INFOS = 3;
  private static final long PATIENCES_WITHOUT_LINK = 10;

  /** Why a replica cannot be promoted. */
  enum Exclusion {
    DOWN("subjectively down"),
    DISCONNECTED("no connection to it"),
    SILENT("no valid answer lately"),
    PRIORITY_ZERO("priority 0: never to be promoted"),
    INFO_TOO_OLD("its last report is too old"),
    LINK_DOWN_TOO_LONG("without its primary for too long"),
    FOREIGN_DATA("never synchronised, and its data is not this primary's");

    private final String text;

    Exclusion(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * What the choice depends on, besides the replicas.
   *
   * @param primaryDown whether the primary is subjectively down
   * @param primaryDownMillis for how long; 0 when it is not
   * @param lineage the primary's data as last seen; empty when it was never seen
   */
  record Circumstances(
      long now,
      boolean primaryDown,
      long primaryDownMillis,
      long downAfterMillis,
      long pingPeriod,
      long infoPeriod,
      Optional<History> lineage) {}

  private ReplicaSelection() {}

  /**
   * What a choice came to.
   *
   * @param best empty when no replica is fit
   * @param verdicts one for each replica, the best ones first
   */
  record Choice(Optional<DataNode> best, List<Verdict> verdicts) {}

  /** The best of those that are fit; empty when none is. */
  static Optional<DataNode> select(List<DataNode> replicas, Circumstances c) {
    return replicas.stream().filter(replica -> exclusion(replica, c).isEmpty()).min(order(c));
  }

  /** The best of those that are fit, and for each replica why it is that one or is not. */
  static Choice choose(List<DataNode> replicas, Circumstances c) {
    return new Choice(select(replicas, c), Verdicts.of(replicas, c));
  }

  /** Why a replica is out of the question; empty when it is fit. */
  static Optional<Exclusion> exclusion(DataNode replica, Circumstances c) {
    if (replica.isDown()) {
      return Optional.of(Exclusion.DOWN);
    }
    LinkView link = replica.link.view();
    if (!link.connected()) {
      return Optional.of(Exclusion.DISCONNECTED);
    }
    if (c.now - link.lastValidReply() > longestSilence(c)) {
      return Optional.of(Exclusion.SILENT);
    }
    if (replica.priority == 0) {
      return Optional.of(Exclusion.PRIORITY_ZERO);
    }
    if (!replica.hasInfoSince(c.now, oldestInfo(c))) {
      return Optional.of(Exclusion.INFO_TOO_OLD);
    }
    if (replica.linkDownMillis > longestWithoutLink(c)) {
      return Optional.of(Exclusion.LINK_DOWN_TOO_LONG);
    }
    if (wasNeverSynced(replica) && kinship(replica, c).equals(Optional.of(Kinship.FOREIGN))) {
      return Optional.of(Exclusion.FOREIGN_DATA);
    }
    return Optional.empty();
  }

  static long longestSilence(Circumstances c) {
    return RECENT_PINGS * c.pingPeriod;
  }

  static long oldestInfo(Circumstances c) {
    return c.primaryDown ? RECENT_PINGS * c.pingPeriod : RECENT_INFOS * c.infoPeriod;
  }

  static long longestWithoutLink(Circumstances c) {
    return c.primaryDownMillis + PATIENCES_WITHOUT_LINK * c.downAfterMillis;
  }

  /** What one replica may be better in than another, the weightiest first. */
  enum Criterion {
    LINEAGE,
    PRIORITY,
    OFFSET,
    RUN_ID,
    ADDRESS;

    private Comparator<DataNode> comparator(Circumstances c) {
      return switch (this) {
        case LINEAGE -> Comparator.comparingInt(replica -> doubt(replica, c));
        case PRIORITY -> Comparator.comparingInt(replica -> replica.priority);
        case OFFSET -> Comparator.<DataNode>comparingLong(replica -> replica.offset).reversed();
        case RUN_ID ->
            Comparator.<DataNode, Boolean>comparing(replica -> replica.runId.isEmpty())
                .thenComparing(replica -> replica.runId.toLowerCase(Locale.ROOT));
        case ADDRESS -> Comparator.comparing(replica -> replica.address.toString());
      };
    }
  }

  static Comparator<DataNode> order(Circumstances c) {
    return Arrays.stream(Criterion.values())
        .map(criterion -> criterion.comparator(c))
        .reduce(Comparator::thenComparing)
        .orElseThrow();
  }

  /** What decides between two fit replicas. */
  static Criterion decisive(DataNode better, DataNode other, Circumstances c) {
    return Arrays.stream(Criterion.values())
        .filter(criterion -> criterion.comparator(c).compare(better, other) != 0)
        .findFirst()
        .orElse(Criterion.ADDRESS);
  }

  /** How doubtful it is that the replica holds the primary's data; 0 is certain. */
  static int doubt(DataNode replica, Circumstances c) {
    Optional<Kinship> kinship = kinship(replica, c);
    if (kinship.isEmpty()) {
      return wasNeverSynced(replica) ? 3 : 0; // Nothing to compare with: only the link speaks.
    }
    return switch (kinship.get()) {
      case SAME -> wasNeverSynced(replica) ? 1 : 0;
      case PRIOR -> 2;
      case FOREIGN -> 3;
    };
  }

  static Optional<Kinship> kinship(DataNode replica, Circumstances c) {
    return c.lineage.flatMap(l -> replica.history.map(l::kinshipOf));
  }

  /** A replica reports -1 seconds without its primary when it had none since it started. */
  private static boolean wasNeverSynced(DataNode replica) {
    return replica.linkDownMillis < 0;
  }
}
