package io.sentinelha.core.whatif;

import io.sentinelha.core.engine.Account.Verdict;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.core.engine.SupervisorView.NodeView;
import io.sentinelha.core.engine.SupervisorView.PeerView;
import io.sentinelha.core.engine.SupervisorView.PrimaryView;
import io.sentinelha.core.engine.Tuning;
import io.sentinelha.core.whatif.Forecast.Candidate;
import io.sentinelha.core.whatif.Forecast.Outcome;
import io.sentinelha.core.whatif.Forecast.Witness;
import io.sentinelha.quorum.Ballot;
import io.sentinelha.quorum.Epoch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers what would happen if a primary died now. The rules are not repeated here: the real engine
 * is run, in a copy that starts with what a view shows, and asked afterwards. Nothing but the
 * answer comes out of it.
 *
 * @see "docs/adr/0016-what-if-runs-a-copy-of-the-engine.md"
 */
public final class WhatIf {

  private WhatIf() {}

  /**
   * Finds out.
   *
   * @param view what the supervisor knows
   * @param now the present moment of the clock that the view's moments are of
   * @return empty when no primary of that name is watched
   */
  public static Optional<Forecast> of(SupervisorView view, String name, long now) {
    return Optional.ofNullable(view.primaries().get(name))
        .map(primary -> primary.isFailingOver() ? underWay(primary) : forecast(view, primary, now));
  }

  private static Forecast underWay(PrimaryView primary) {
    List<Witness> peers =
        primary.peers().stream()
            .map(p -> new Witness(p.runId(), p.address(), p.saysPrimaryIsDown(), false, ""))
            .toList();
    return new Forecast(
        primary.name(),
        primary.address(),
        Outcome.UNDER_WAY,
        1 + (int) peers.stream().filter(Witness::agrees).count(),
        primary.settings().quorum(),
        peers.size() + 1,
        0,
        needed(primary),
        primary.settings().downAfterMillis(),
        primary.settings().refusedDownAfterMillis(),
        0,
        peers,
        List.of());
  }

  private static Forecast forecast(SupervisorView view, PrimaryView primary, long now) {
    Rehearsal rehearsal = new Rehearsal(view, primary, now);
    Rehearsal.End end = rehearsal.run();
    PrimaryView after = end.primary();
    Map<String, PeerView> peersAfter =
        after.peers().stream().collect(Collectors.toMap(PeerView::runId, Function.identity()));
    List<Witness> peers =
        primary.peers().stream()
            .map(peer -> witness(view, peer, peersAfter.get(peer.runId()), end.candidacy(), now))
            .toList();
    int agreeing = 1 + (int) peers.stream().filter(Witness::agrees).count();
    int votes =
        end.candidacy().isPresent() ? 1 + (int) peers.stream().filter(Witness::votes).count() : 0;
    return new Forecast(
        primary.name(),
        primary.address(),
        outcome(view, primary, end, agreeing, votes),
        agreeing,
        primary.settings().quorum(),
        peers.size() + 1,
        votes,
        needed(primary),
        primary.settings().downAfterMillis(),
        primary.settings().refusedDownAfterMillis(),
        tiltMillis(view, now),
        peers,
        inOrderOf(primary, end.verdicts()));
  }

  private static Outcome outcome(
      SupervisorView view, PrimaryView primary, Rehearsal.End end, int agreeing, int votes) {
    return switch (end.stage()) {
      case PROMOTED -> Outcome.PROMOTION;
      case NO_GOOD_REPLICA -> Outcome.NO_GOOD_REPLICA;
      case ELECTED -> Outcome.NOT_IN_TIME;
      case FOUND_DOWN, STOOD -> {
        if (agreeing < primary.settings().quorum()) {
          yield Outcome.NO_AGREEMENT;
        }
        boolean cannotSave = view.savingFails() && votes < needed(primary);
        yield cannotSave ? Outcome.UNSAVED : Outcome.NO_LEADER;
      }
    };
  }

  private static int needed(PrimaryView primary) {
    int majority = Ballot.majority(primary.peers().size() + 1);
    return Math.max(majority, primary.settings().quorum());
  }

  private static Witness witness(
      SupervisorView view,
      PeerView peer,
      @Nullable PeerView after,
      Optional<Epoch> candidacy,
      long now) {
    boolean agrees = after != null && after.saysPrimaryIsDown();
    boolean votes =
        after != null
            && candidacy.isPresent()
            && after.votedIn().equals(candidacy.get())
            && after.votedFor().equals(Optional.of(view.myId()));
    return new Witness(peer.runId(), peer.address(), agrees, votes, describe(peer, agrees, now));
  }

  private static String describe(PeerView peer, boolean agrees, long now) {
    if (agrees) {
      return "would agree";
    }
    if (peer.isDown()) {
      return "unreachable: down for " + (now - peer.downSince()) + " ms";
    }
    if (!peer.link().connected()) {
      return "unreachable: no connection to it";
    }
    return "unreachable: silent for " + (now - peer.link().lastValidReply()) + " ms";
  }

  private static long tiltMillis(SupervisorView view, long now) {
    long period = view.periods().getOrDefault(Tuning.Period.TILT_PERIOD.wireName(), 0L);
    return view.tiltSince() < 0 ? 0 : Math.max(0, view.tiltSince() + period - now);
  }

  /** The copy may have come to know its replicas in another order. */
  private static List<Candidate> inOrderOf(PrimaryView primary, Map<Endpoint, Verdict> verdicts) {
    return primary.replicas().stream()
        .filter(replica -> verdicts.containsKey(replica.address()))
        .map(replica -> candidate(replica, verdicts.get(replica.address())))
        .toList();
  }

  private static Candidate candidate(NodeView replica, @Nullable Verdict verdict) {
    Verdict found = Objects.requireNonNull(verdict);
    return new Candidate(
        replica.address(), found.judgement(), found.reason(), replica.priority(), replica.offset());
  }
}
