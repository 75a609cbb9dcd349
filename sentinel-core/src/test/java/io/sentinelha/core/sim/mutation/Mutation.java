package io.sentinelha.core.sim.mutation;

import java.util.List;

/**
 * A deliberate fault: in one source file, one piece of text is replaced by another.
 *
 * @param name what is done, in a few words
 * @param breaks the rule that no longer holds
 * @param module the module of the source file
 * @param type the qualified name of the class in it
 * @param original must occur exactly once
 */
record Mutation(
    String name, String breaks, String module, String type, String original, String replacement) {

  private static final String ENGINE = "io.sentinelha.core.engine.";
  private static final String QUORUM = "io.sentinelha.quorum.";

  private static Mutation engine(
      String name, String breaks, String type, String original, String replacement) {
    return new Mutation(name, breaks, "sentinel-core", ENGINE + type, original, replacement);
  }

  private static Mutation quorum(
      String name, String breaks, String type, String original, String replacement) {
    return new Mutation(name, breaks, "quorum", QUORUM + type, original, replacement);
  }

  /** All of them. */
  static final List<Mutation> ALL =
      List.of(
          quorum(
              "majority off by one",
              "a leader needs more than half",
              "Ballot",
              "return voters / 2 + 1;",
              "return voters / 2;"),
          quorum(
              "quorum without majority",
              "a leader needs more than half",
              "Ballot",
              "return Math.max(majority(voters), quorum);",
              "return quorum;"),
          quorum(
              "majority without quorum",
              "a leader needs the quorum",
              "Ballot",
              "return Math.max(majority(voters), quorum);",
              "return majority(voters);"),
          quorum(
              "one opinion is enough",
              "what is objectively down was found down by the quorum",
              "DownCount",
              "return agreeing >= quorum;",
              "return agreeing >= 1;"),
          quorum(
              "every vote counts for everybody",
              "votes are counted by candidate",
              "Ballot",
              "return (int) votes.values().stream().filter(candidate::equals).count();",
              "return votes.size();"),
          quorum(
              "vote twice in an epoch",
              "one vote for each epoch",
              "Votes",
              "boolean alreadyVoted = !asked.isAfter(epoch);",
              "boolean alreadyVoted = epoch.isAfter(asked);"),
          quorum(
              "vote in a past epoch",
              "a vote is for the current epoch",
              "Votes",
              "return stale || alreadyVoted ? this : new Votes(asked, Optional.of(id));",
              "return epoch.equals(asked) ? this : new Votes(asked, Optional.of(id));"),
          engine(
              "vote not saved before speaking",
              "a vote is on disk before it is spoken",
              "Voting",
              "if (ctx.durability.isSafe(primary.votedVersion)) {",
              "if (primary.votedVersion >= 0) {"),
          engine(
              "own vote not saved before asking",
              "a candidacy is on disk before anybody hears of it",
              "Election",
              "if (!ctx.durability.isSafe(electing.ownVote())) {",
              "if (electing.ownVote() < 0) {"),
          engine(
              "vote given although saving failed",
              "a vote that cannot be saved is not given",
              "Voting",
              "new Effect.Answer(requestId, new Reply.DownState(down, NOBODY, savedEpoch)));",
              "new Effect.Answer(requestId, withVote));"),
          engine(
              "vote told with another epoch",
              "a vote is told with the epoch in which it was given",
              "Voting",
              "new Reply.DownState(down, votes.candidate().orElse(NOBODY), votes.epoch().value());",
              "new Reply.DownState(down, votes.candidate().orElse(NOBODY),"
                  + " ctx.currentEpoch.value());"),
          engine(
              "votes of other epochs counted",
              "a vote counts in its own epoch only",
              "Election",
              "instanceof Electing electing && electing.epoch().equals(epoch)) {",
              "instanceof Electing electing) {"),
          engine(
              "retry without a new epoch",
              "each candidacy has an epoch of its own",
              "Election",
              "boolean unusedHere =\n        ctx.currentEpoch.isAfter(primary.votes.epoch())\n"
                  + "            && ctx.currentEpoch.isAfter(primary.configEpoch);",
              "boolean unusedHere = true;"),
          engine(
              "candidate does not stand down",
              "nobody leads while the primary is not objectively down",
              "Election",
              "if (!primary.isObjectivelyDown()) {\n      notElected",
              "if (primary.name.isEmpty()) {\n      notElected"),
          engine(
              "dead voters ignored",
              "the majority is of all supervisors, the dead included",
              "WatchedPrimary",
              "return opinions.size() + 1;",
              "return 1 + (int) opinions.values().stream().filter(o -> !o.isDown()).count();"),
          engine(
              "epoch forgotten at a restart",
              "the current epoch never falls",
              "Context",
              "this.currentEpoch = loaded.currentEpoch();",
              "this.currentEpoch = Epoch.ZERO;"),
          engine(
              "vote forgotten at a restart",
              "one vote for each epoch",
              "WatchedPrimary",
              "this.votes = Votes.afterRestart(from.leaderEpoch());",
              "this.votes = Votes.NONE;"),
          engine(
              "equal configuration epoch switches",
              "only a newer configuration is followed",
              "Gossip",
              "if (config.isAfter(primary.configEpoch) && hello.primary().isReachable()) {",
              "if (!primary.configEpoch.isAfter(config) && hello.primary().isReachable()) {"),
          engine(
              "any configuration switches",
              "only a newer configuration is followed",
              "Gossip",
              "if (config.isAfter(primary.configEpoch) && hello.primary().isReachable()) {",
              "if (hello.primary().isReachable()) {"),
          engine(
              "promotion without a new configuration epoch",
              "a configuration carries the epoch of its failover",
              "Promotion",
              "primary.configEpoch = awaiting.epoch();",
              ""),
          engine(
              "promotion not confirmed",
              "a promotion is announced when it has happened",
              "Promotion",
              "new AwaitingPromotion(ordering.epoch(), ordering.forced(), ctx.now, chosen, false));",
              "new AwaitingPromotion(ordering.epoch(), ordering.forced(), ctx.now, chosen, false));"
                  + " confirmed(ctx, primary, (AwaitingPromotion) primary.failover());"),
          engine(
              "clients told before it is saved",
              "an address is on disk before it is spoken",
              "ViewBuilder",
              "return unsafe ? primary.node().address : primary.address();",
              "return primary.address();"),
          engine(
              "hello told before it is saved",
              "an epoch is on disk before it is spoken",
              "HelloWriter",
              "ctx.durability.saved().currentEpoch().value(),",
              "ctx.currentEpoch.value(),"),
          engine(
              "no abort on timeout",
              "a leader does not wait for ever",
              "Promotion",
              "return chosen.isDown() || tooLong;",
              "return false;"),
          engine(
              "lineage forgotten",
              "a replica that is fit goes before one of doubtful data",
              "ReplicaSelection",
              "return c.lineage.flatMap(l -> replica.history.map(l::kinshipOf));",
              "return Optional.empty();"),
          engine(
              "never synchronised replica eligible",
              "foreign data that was never synchronised is not promoted",
              "ReplicaSelection",
              "if (wasNeverSynced(replica) && kinship(replica, c)"
                  + ".equals(Optional.of(Kinship.FOREIGN))) {",
              "if (replica.priority < 0) {"),
          engine(
              "priority 0 eligible",
              "a replica of priority 0 is not promoted",
              "ReplicaSelection",
              "if (replica.priority == 0) {",
              "if (replica.priority < 0) {"),
          engine(
              "priority reversed",
              "among equal data the smaller priority is promoted",
              "ReplicaSelection",
              "Comparator.comparingInt(replica -> replica.priority);",
              "Comparator.comparingInt(replica -> -replica.priority);"),
          engine(
              "smallest offset wins",
              "among equal priorities the greater offset is promoted",
              "ReplicaSelection",
              "Comparator.<DataNode>comparingLong(replica -> replica.offset).reversed();",
              "Comparator.<DataNode>comparingLong(replica -> replica.offset);"),
          engine(
              "former primary left alone",
              "who comes back as a primary is made a replica",
              "Reports",
              "&& (stable || cameBackOutdated(primary, node));",
              "&& node.runId.isEmpty();"));
}
