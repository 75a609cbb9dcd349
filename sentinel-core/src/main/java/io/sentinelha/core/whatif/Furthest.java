package io.sentinelha.core.whatif;

import io.sentinelha.core.engine.SupervisorView.NodeView;
import io.sentinelha.core.engine.SupervisorView.PrimaryView;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a connected replica will have come when its primary dies. Reports of nodes that are well
 * are up to an INFO period old, those of a replica without its primary are young: to compare them
 * as they are would find the broken one ahead. So a connected replica is taken to have all that
 * anybody was seen to have, unless it had less than another one had earlier: then it lags, and says
 * that it is connected only because it did not notice yet.
 */
final class Furthest {

  /** What is under way between two nodes does not make a replica one that lags. */
  private static final long UNDER_WAY_MILLIS = 1_000;

  private record Sighting(String stream, long moment, long offset) {}

  private final List<Sighting> sightings = new ArrayList<>();

  private Furthest() {}

  static Furthest among(PrimaryView primary) {
    Furthest furthest = new Furthest();
    furthest.note(primary.node());
    primary.replicas().forEach(furthest::note);
    return furthest;
  }

  private void note(NodeView node) {
    node.history()
        .map(h -> new Sighting(h.id(), node.infoAt(), Math.max(h.offset(), node.offset())))
        .ifPresent(sightings::add);
  }

  /** The offset that a replica which says that it is connected will have. */
  long of(NodeView replica) {
    long own = replica.offset();
    long most = own;
    for (Sighting seen : sightings) {
      boolean same = replica.history().map(h -> h.id().equals(seen.stream)).orElse(false);
      if (same && seen.offset > own) {
        if (seen.moment <= replica.infoAt() - UNDER_WAY_MILLIS) {
          return own;
        }
        most = Math.max(most, seen.offset);
      }
    }
    return most;
  }
}
