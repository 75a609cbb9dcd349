package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Account.Verdict;
import io.sentinelha.core.engine.Account.Verdict.Judgement;
import io.sentinelha.core.engine.ReplicaSelection.Circumstances;
import io.sentinelha.core.engine.ReplicaSelection.Exclusion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says for each replica what its choice came to, with the figures. Judges nothing itself: exclusion
 * and order are those of {@link ReplicaSelection}.
 */
final class Verdicts {

  private Verdicts() {}

  static List<Verdict> of(List<DataNode> replicas, Circumstances c) {
    List<DataNode> fit =
        replicas.stream()
            .filter(r -> ReplicaSelection.exclusion(r, c).isEmpty())
            .sorted(ReplicaSelection.order(c))
            .toList();
    List<Verdict> verdicts = new ArrayList<>();
    for (DataNode replica : fit) {
      boolean best = replica == fit.get(0);
      verdicts.add(
          new Verdict(
              replica.address,
              best ? Judgement.CHOSEN : Judgement.PASSED_OVER,
              best ? merits(replica, c) : inferiority(fit.get(0), replica, c)));
    }
    for (DataNode replica : replicas) {
      Optional<Exclusion> why = ReplicaSelection.exclusion(replica, c);
      why.ifPresent(
          e ->
              verdicts.add(
                  new Verdict(
                      replica.address, Judgement.EXCLUDED, e.text() + figures(e, replica, c))));
    }
    return List.copyOf(verdicts);
  }

  private static String figures(Exclusion why, DataNode replica, Circumstances c) {
    LinkView link = replica.link.view();
    return switch (why) {
      case DOWN -> ", for " + (c.now() - replica.downSince) + " ms";
      case DISCONNECTED -> ", last valid answer " + ago(c.now(), link.lastValidReply());
      case SILENT ->
          ": "
              + (c.now() - link.lastValidReply())
              + " ms, "
              + ReplicaSelection.longestSilence(c)
              + " allowed";
      case PRIORITY_ZERO -> "";
      case INFO_TOO_OLD ->
          ": "
              + ago(c.now(), replica.infoAt)
              + ", "
              + ReplicaSelection.oldestInfo(c)
              + " ms allowed";
      case LINK_DOWN_TOO_LONG ->
          ": "
              + replica.linkDownMillis / 1_000
              + " s, "
              + ReplicaSelection.longestWithoutLink(c) / 1_000
              + " s allowed";
      case FOREIGN_DATA ->
          ": it has stream "
              + replica.history.map(h -> brief(h.id())).orElse("?")
              + ", the primary's is "
              + c.lineage().map(h -> brief(h.id())).orElse("?");
    };
  }

  private static String ago(long now, long moment) {
    return moment == Times.NEVER ? "never" : (now - moment) + " ms ago";
  }

  private static String merits(DataNode replica, Circumstances c) {
    return lineage(replica, c)
        + ", priority "
        + replica.priority
        + ", offset "
        + replica.offset
        + ", report "
        + (c.now() - replica.infoAt)
        + " ms old";
  }

  private static String inferiority(DataNode best, DataNode other, Circumstances c) {
    return switch (ReplicaSelection.decisive(best, other, c)) {
      case LINEAGE -> lineage(other, c) + "; the chosen one: " + lineage(best, c);
      case PRIORITY ->
          "priority " + other.priority + ", the chosen one has " + best.priority + " (lower first)";
      case OFFSET ->
          "offset "
              + other.offset
              + ", the chosen one has "
              + best.offset
              + ": "
              + (best.offset - other.offset)
              + " bytes more";
      case RUN_ID ->
          "equally good (priority "
              + other.priority
              + ", offset "
              + other.offset
              + "); the chosen one's run id "
              + brief(best.runId)
              + " comes before "
              + brief(other.runId);
      case ADDRESS -> "equally good; the chosen one's address comes first";
    };
  }

  private static String lineage(DataNode replica, Circumstances c) {
    return switch (ReplicaSelection.doubt(replica, c)) {
      case 0 -> "has the primary's data";
      case 1 -> "has the primary's data, but was not synchronised since it started";
      case 2 -> "has data from before the primary's last promotion";
      default -> "not certain that it has the primary's data";
    };
  }

  private static String brief(String id) {
    return id.isEmpty() ? "(none)" : id.substring(0, Math.min(8, id.length()));
  }
}
