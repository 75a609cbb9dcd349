package io.sentinelha.core.engine;

import io.sentinelha.quorum.Epoch;
import io.sentinelha.quorum.Votes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers peers that ask whether a primary is down and who should lead its failover. A vote is on
 * disk before the answer that contains it leaves; when it cannot be saved, the answer contains
 * none.
 *
 * @see "Redis Sentinel's rules: sentinelVoteLeader; unlike there, epochs that cannot be are
 *     ignored"
 */
final class Voting {

  private static final String NOBODY = "*";

  private final Context ctx;
  private final Directory directory;

  Voting(Context ctx, Directory directory) {
    this.ctx = ctx;
    this.directory = directory;
  }

  void asked(Event.IsDownAsked question) {
    Optional<WatchedPrimary> found = directory.primaryAt(question.ip(), question.port());
    boolean down = found.map(WatchedPrimary::isDown).orElse(false) && !ctx.tilt.isActive();
    if (found.isEmpty() || question.candidate().equals(NOBODY)) {
      ctx.answer(question.requestId(), new Reply.DownState(down, NOBODY, 0));
      found.ifPresent(primary -> Questions.askBack(ctx, primary));
      return;
    }
    WatchedPrimary primary = found.get();
    if (ctx.currentEpoch.believes(question.epoch())) {
      consider(primary, question.candidate(), new Epoch(question.epoch()));
    }
    answer(question.requestId(), primary, down);
    primary.touch();
  }

  private void consider(WatchedPrimary primary, String candidate, Epoch asked) {
    List<Effect> words = new ArrayList<>();
    if (asked.isAfter(ctx.currentEpoch)) {
      words.add(ctx.adopt(asked));
    }
    Votes after = primary.votes.request(candidate, asked, ctx.currentEpoch);
    if (!after.equals(primary.votes)) {
      primary.votes = after;
      primary.votedVersion = primary.touchDurable();
      primary.votedAt = ctx.now;
      words.add(new Effect.Announce(Notices.vote(candidate, asked)));
      if (!candidate.equals(ctx.myId)) {
        Election.supersededBy(ctx, primary, candidate, asked);
      }
      primary.chronicle.voted(candidate, asked);
    }
    if (!words.isEmpty()) {
      ctx.durability.whenSafe(ctx.durability.change(), words);
    }
  }

  private void answer(long requestId, WatchedPrimary primary, boolean down) {
    Votes votes = primary.votes;
    Reply withVote =
        new Reply.DownState(down, votes.candidate().orElse(NOBODY), votes.epoch().value());
    if (ctx.durability.isSafe(primary.votedVersion)) {
      ctx.answer(requestId, withVote);
      return;
    }
    long savedEpoch =
        ctx.durability.savedPrimary(primary.name).map(p -> p.leaderEpoch().value()).orElse(0L);
    ctx.durability.whenSafe(
        primary.votedVersion,
        new Effect.Answer(requestId, withVote),
        new Effect.Answer(requestId, new Reply.DownState(down, NOBODY, savedEpoch)));
  }

  /** A peer answered our own question. */
  void answered(Peer peer, Event.IsDownAnswered answer) {
    Optional<Opinion> found = peer.opinionOf(answer.primaryId());
    if (found.isEmpty()) {
      return; // We stopped watching that primary meanwhile.
    }
    Opinion opinion = found.get();
    WatchedPrimary primary = opinion.primary();
    boolean isAboutPresent = opinion.answered(ctx.now, answer.down());
    boolean named = !answer.leader().equals(NOBODY);
    if (isAboutPresent) {
      primary.chronicle.peerSays(peer, answer.down());
    }
    primary.chronicle.voteHeard(
        peer, named ? Optional.of(answer.leader()) : Optional.empty(), answer.leaderEpoch());
    if (named && ctx.currentEpoch.believes(answer.leaderEpoch())) {
      Epoch epoch = new Epoch(answer.leaderEpoch());
      opinion.voted(answer.leader(), epoch);
      Election.voteHeard(primary, peer.runId, answer.leader(), epoch);
    }
    primary.touch();
  }
}
