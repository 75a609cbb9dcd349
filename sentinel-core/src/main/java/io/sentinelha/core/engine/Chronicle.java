package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Account.Cause;
import io.sentinelha.core.engine.Account.Moment;
import io.sentinelha.core.engine.Account.Outcome;
import io.sentinelha.core.engine.Account.Standing;
import io.sentinelha.core.engine.Account.Verdict;
import io.sentinelha.core.engine.Account.What;
import io.sentinelha.quorum.Ballot;
import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes down, for one primary, what is seen and done when it is to be failed over. Decides nothing
 * and is asked nothing by those who do.
 *
 * <p>What concerns the crisis (who finds the primary down since when) is kept as long as the crisis
 * lasts and stands in the account of every attempt in it; what concerns one attempt begins anew
 * with its epoch. An account is handed out when something in it became final, again when the
 * attempt is over, and once more if later reports say more about what was lost.
 */
final class Chronicle {

  private static final int MOST_MOMENTS = 200;
  private static final int MOST_VERDICTS = 100;

  private final Context ctx;
  private final WatchedPrimary primary;

  private final Crisis crisis = new Crisis();

  // The attempt.
  private Epoch epoch = Epoch.ZERO;
  private boolean open;
  private boolean forced;
  private Standing standing = Standing.OBSERVER;
  private Outcome outcome = Outcome.UNDER_WAY;
  private String reason = "";
  private Optional<Endpoint> from = Optional.empty();
  private Optional<Endpoint> to = Optional.empty();
  private Optional<String> leader = Optional.empty();
  private int omitted;
  private final List<Moment> moments = new ArrayList<>();
  private final VoteRoll votes = new VoteRoll();
  private List<Verdict> verdicts = List.of();

  /** Until the next attempt. */
  private final Aftermath aftermath;

  Chronicle(Context ctx, WatchedPrimary primary) {
    this.ctx = ctx;
    this.primary = primary;
    this.aftermath = new Aftermath(ctx);
  }

  // The crisis.

  void down(Cause why) {
    DataNode node = primary.node();
    // Before the first report a link counts silence from its own beginning.
    boolean wasHeard = node.infoAt != Times.NEVER;
    crisis.begin(why, wasHeard ? node.link.view().lastValidReply() : Times.NEVER);
    crisis(What.DOWN, ctx.myId, Findings.of(why, primary, ctx.now));
  }

  void up() {
    if (!crisis.isQuiet()) {
      crisis(What.UP_AGAIN, ctx.myId, "");
      if (primary.activeFailover().isEmpty()) {
        close("the primary answers again");
      }
    }
  }

  /** A peer's word, if it is another than its last one. */
  void peerSays(Peer peer, boolean down) {
    boolean watched = open || !crisis.isQuiet();
    if (watched && crisis.isNews(peer.runId, down)) {
      crisis(down ? What.PEER_SAYS_DOWN : What.PEER_SAYS_UP, peer.runId, "");
    }
  }

  void agreed(int agreeing, int quorum) {
    crisis(What.AGREED, "", agreeing + " of " + primary.voters() + " agree, quorum " + quorum);
  }

  void notAgreed() {
    if (crisis.isQuiet()) {
      return; // It is up again, and that is already told.
    }
    crisis(What.NOT_AGREED, "", "too few agree that it is down");
  }

  private void crisis(What what, String subject, String details) {
    if (!crisis.note(ctx.now, what, subject, details)) {
      omitted++;
    }
  }

  // The attempt: votes.

  void stood(Epoch in, boolean byOrder) {
    begin(in);
    forced = byOrder;
    standing = Standing.CANDIDATE;
    note(What.CANDIDATE, ctx.myId, "epoch " + in + (byOrder ? ", ordered by an operator" : ""));
    ownVote(ctx.myId);
  }

  /** The same candidacy goes on in a later epoch. */
  void stoodAgain(Epoch in) {
    epoch = in;
    votes.clear();
    note(What.NEW_EPOCH, ctx.myId, "the group is in a later epoch: stands in epoch " + in);
    ownVote(ctx.myId);
  }

  void voted(String candidate, Epoch in) {
    if (primary.activeFailover().isPresent()) {
      note(What.VOTED, candidate, "epoch " + in + ", while this failover goes on");
      return;
    }
    begin(in);
    if (!candidate.equals(ctx.myId)) {
      standing = Standing.VOTER;
      note(What.VOTED, candidate, "epoch " + in);
    }
    ownVote(candidate);
    handOut();
  }

  private void ownVote(String candidate) {
    votes.own(ctx.myId, candidate, ctx.now);
  }

  void voteAsked(Peer peer, long in) {
    if (open && in == epoch.value()) {
      votes.asked(peer.runId, ctx.now);
    }
  }

  /** A peer told whom it voted for last, in whatever epoch; empty for nobody. */
  void voteHeard(Peer peer, Optional<String> candidate, long in) {
    if (open) {
      votes.heard(peer.runId, candidate.filter(c -> in == epoch.value()), ctx.now);
    }
  }

  void elected() {
    standing = Standing.LEADER;
    leader = Optional.of(ctx.myId);
    note(What.ELECTED, ctx.myId, forced ? "ordered: no votes needed" : tally(ctx.myId));
    handOut();
  }

  /** Another has won in this same epoch, so the attempt goes on elsewhere. */
  void lostTo(String winner) {
    leader = Optional.of(winner);
    note(What.LOST, winner, tally(winner));
  }

  private String tally(String candidate) {
    long count = votes.count(candidate);
    return count + " of " + primary.voters() + " votes, " + needed() + " needed";
  }

  private int needed() {
    return Math.max(Ballot.majority(primary.voters()), primary.settings.quorum());
  }

  // The attempt: promotion.

  void selected(DataNode chosen) {
    note(What.SELECTED, chosen.address, "");
    handOut();
  }

  /** What the choice came to, also when no replica is fit and the attempt will be given up. */
  void judged(List<Verdict> all) {
    verdicts = all.size() <= MOST_VERDICTS ? all : all.subList(0, MOST_VERDICTS);
    omitted += all.size() - verdicts.size();
  }

  /** The first order failed; it is given again in another form. */
  void promotionRefused(DataNode chosen, String error) {
    note(What.PROMOTION_REFUSED, chosen.address, error);
  }

  void promotionSent(DataNode chosen) {
    String details = Findings.of(primary.settings.guard());
    note(What.PROMOTION_SENT, chosen.address, details);
  }

  void promoted(DataNode chosen) {
    to = Optional.of(chosen.address);
    note(What.PROMOTED, chosen.address, "reports that it is a primary");
    aftermath.promoted(primary, chosen.address);
  }

  /** The new primary is on disk: from here on others may hear of it. */
  void saved() {
    note(What.SAVED, "", "the new configuration is on disk and is told to everybody");
    handOut();
  }

  void noteNode(What what, DataNode node) {
    note(what, node.address, "");
  }

  void timeIsUp() {
    note(What.TIME_IS_UP, "", "the rest is told without waiting for it");
  }

  /** The end of an own failover; called while the former primary is still the one watched. */
  void switched(Endpoint where) {
    to = Optional.of(where);
    note(What.SWITCHED, where, "");
    finish(Outcome.SWITCHED, "");
  }

  /** A peer told of a newer configuration; called while the former primary is still watched. */
  void movedBy(Peer teller, Endpoint where, Epoch in) {
    begin(in);
    aftermath.moved(primary, where);
    to = Optional.of(where);
    leader = leader.or(() -> votes.winner(needed()));
    note(What.SWITCHED, where, "told by " + teller.runId);
    finish(Outcome.SWITCHED, "");
  }

  /** An own attempt came to nothing. */
  void aborted(String why) {
    if (open) {
      if (isOwn()) {
        note(What.ABORTED, "", why);
      }
      finish(Outcome.ABORTED, why);
    }
  }

  private boolean isOwn() {
    return standing == Standing.CANDIDATE || standing == Standing.LEADER;
  }

  /** Whatever goes on is not looked at any longer. */
  void close(String why) {
    aborted(why);
    crisis.over();
  }

  private void begin(Epoch in) {
    if (in.equals(epoch) && (open || outcome == Outcome.ABORTED)) {
      open = true; // Given up too early: the same attempt goes on.
      outcome = Outcome.UNDER_WAY;
      reason = "";
      return;
    }
    aborted("nothing was heard of it until epoch " + in + " took its place");
    epoch = in;
    open = true;
    forced = false;
    standing = Standing.OBSERVER;
    outcome = Outcome.UNDER_WAY;
    reason = "";
    from = Optional.of(primary.node().address);
    to = Optional.empty();
    leader = Optional.empty();
    omitted = 0;
    moments.clear();
    votes.clear();
    verdicts = List.of();
    aftermath.forget();
  }

  private void note(What what, Endpoint subject, String details) {
    note(what, subject.toString(), details);
  }

  private void note(What what, String subject, String details) {
    if (moments.size() < MOST_MOMENTS) {
      moments.add(new Moment(ctx.now, what, subject, details));
    } else {
      omitted++;
    }
  }

  private void finish(Outcome how, String why) {
    noteWhoWasNotReached();
    open = false;
    outcome = how;
    reason = why;
    Account account = account();
    ctx.emit(new Effect.Chronicle(account));
    if (how == Outcome.ABORTED && isOwn() && !crisis.isQuiet()) {
      crisis(What.ABORTED, "", "epoch " + epoch + ": " + why); // For the attempts that follow.
    }
    if (how == Outcome.SWITCHED) {
      aftermath.switched(account);
    }
    if (how == Outcome.SWITCHED || !primary.isDown()) {
      crisis.over();
    }
  }

  private void handOut() {
    ctx.emit(new Effect.Chronicle(account()));
  }

  private void noteWhoWasNotReached() {
    if (isOwn()) {
      for (Opinion opinion : primary.opinions()) {
        if (!forced && !opinion.peer.link.isOpen()) {
          votes.notReached(opinion.peer.runId);
        }
      }
    }
  }

  /** A node reported, which may say more about what the last switch cost. */
  void reported(DataNode node) {
    aftermath.reported(node);
  }

  private Account account() {
    List<Moment> timeline = new ArrayList<>(crisis.moments());
    timeline.addAll(moments);
    timeline.sort(Comparator.comparingLong(Moment::at));
    Map<String, Endpoint> others = new LinkedHashMap<>();
    primary.opinions().forEach(o -> others.put(o.peer.runId, o.peer.address));
    return new Account(
        primary.name,
        epoch.value(),
        ctx.myId,
        standing,
        forced ? Cause.ORDERED : crisis.cause(),
        outcome,
        reason,
        from.orElse(primary.node().address),
        to,
        leader,
        primary.settings.quorum(),
        primary.voters(),
        needed(),
        crisis.lastSignOfLife(),
        timeline,
        omitted,
        votes.all(),
        verdicts,
        others,
        aftermath.loss());
  }

  void pass(Archive archive) {
    crisis.pass(archive);
    epoch = archive.value(Epoch.class, epoch);
    open = archive.flag(open);
    forced = archive.flag(forced);
    standing = archive.value(Standing.class, standing);
    outcome = archive.value(Outcome.class, outcome);
    reason = archive.value(String.class, reason);
    from = archive.optional(Endpoint.class, from);
    to = archive.optional(Endpoint.class, to);
    leader = archive.optional(String.class, leader);
    omitted = archive.small(omitted);
    archive.passAll(Moment.class, moments);
    votes.pass(archive);
    verdicts = archive.list(Verdict.class, verdicts);
    aftermath.pass(archive);
  }
}
