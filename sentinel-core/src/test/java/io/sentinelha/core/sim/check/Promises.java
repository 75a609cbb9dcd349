package io.sentinelha.core.sim.check;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Hello;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.Reply;
import io.sentinelha.core.engine.Request;
import io.sentinelha.core.sim.DataServer;
import io.sentinelha.core.sim.Member;
import io.sentinelha.core.sim.Observer;
import io.sentinelha.core.sim.Supervisor;
import io.sentinelha.core.sim.Violation;
import io.sentinelha.core.sim.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What supervisors promise: votes and epochs. No vote is given twice, nothing is said before it is
 * on disk, and nothing on disk ever falls.
 */
public final class Promises implements Observer {

  private record Vote(int voter, String group, long epoch) {}

  private record Candidate(String id, String group, long epoch) {}

  private record Address(String group, Endpoint at) {}

  private record Subject(int member, String group) {}

  private final World world;
  private final Map<Vote, String> votes = new HashMap<>();
  private final Map<Candidate, Long> voters = new HashMap<>();
  private final Map<Integer, String> lastHello = new HashMap<>();
  private final Set<Address> addressesOnDisk = new HashSet<>();

  public Promises(World world) {
    this.world = world;
    for (Member member : world.members()) {
      for (String group : world.groups()) {
        addressesOnDisk.add(new Address(group, member.promises(group).address()));
      }
    }
  }

  /** How many supervisors were heard to vote for a candidate. */
  int votesFor(Member candidate, String group, long epoch) {
    return Long.bitCount(voters.getOrDefault(new Candidate(candidate.runId(), group, epoch), 0L));
  }

  @Override
  public void answered(Member who, Request.IsDown question, Reply.DownState answer) {
    if (!answer.leader().equals("*")) {
      world
          .server(question.address())
          .ifPresent(node -> votes(who, node, answer.leader(), answer.leaderEpoch()));
    }
  }

  @Override
  public void asked(Member who, Request.IsDown question) {
    DataServer node = world.server(question.address()).orElseThrow();
    Member.Promises kept = who.promises(node.group);
    require(
        question.epoch() <= kept.currentEpoch(),
        "an epoch is on disk before it is spoken",
        () -> who + " asks in epoch " + question.epoch() + ", saved is " + kept.currentEpoch());
    question.candidate().ifPresent(id -> votes(who, node, id, question.epoch()));
  }

  private void votes(Member who, DataServer node, String candidate, long epoch) {
    String group = node.group;
    Member.Promises kept = who.promises(group);
    String earlier = votes.putIfAbsent(new Vote(who.index, group, epoch), candidate);
    require(
        earlier == null || earlier.equals(candidate),
        "no vote is given twice",
        () -> who + " voted for " + earlier + " and " + candidate + " in epoch " + epoch);
    require(
        epoch <= kept.leaderEpoch() && epoch <= kept.currentEpoch(),
        "a vote is on disk before it is spoken",
        () -> who + " speaks of its vote in epoch " + epoch + ", saved is " + kept);
    voters.merge(new Candidate(candidate, group, epoch), 1L << who.index, (a, b) -> a | b);
  }

  @Override
  public void greeted(Member who, Request.Hello hello) {
    if (Objects.equals(lastHello.put(who.index, hello.payload()), hello.payload())) {
      return;
    }
    Hello said = Hello.parse(hello.payload()).orElseThrow();
    Member.Promises kept = who.promises(said.primaryName());
    require(
        said.currentEpoch() <= kept.currentEpoch() && said.configEpoch() <= kept.configEpoch(),
        "an epoch is on disk before it is spoken",
        () -> who + " says " + hello.payload() + ", saved is " + kept);
    require(
        said.configEpoch() < kept.configEpoch() || said.primary().equals(kept.address()),
        "an address is on disk before it is spoken",
        () -> who + " says " + hello.payload() + ", saved is " + kept);
  }

  /** Whoever made a configuration has it on disk; who merely follows may repeat it at once. */
  @Override
  public void directed(Member who, String group, Endpoint to) {
    require(
        addressesOnDisk.contains(new Address(group, to)),
        "clients are sent only where a disk says",
        () -> who + " sends a client to " + to + ", which is on no disk");
  }

  @Override
  public void saved(Member who, DurableState before, DurableState after) {
    after.primaries().forEach(p -> addressesOnDisk.add(new Address(p.name(), p.address())));
    require(
        !before.currentEpoch().isAfter(after.currentEpoch()),
        "the current epoch never falls",
        () -> who + ": from " + before.currentEpoch() + " to " + after.currentEpoch());
    for (int i = 0; i < Math.min(before.primaries().size(), after.primaries().size()); i++) {
      DurableState.Primary was = before.primaries().get(i);
      DurableState.Primary is = after.primaries().get(i);
      require(
          !was.configEpoch().isAfter(is.configEpoch()),
          "a configuration's epoch never falls",
          () -> who + ": " + was.name() + " from " + was.configEpoch() + " to " + is.configEpoch());
      require(
          !was.leaderEpoch().isAfter(is.leaderEpoch()),
          "a vote is never forgotten",
          () -> who + ": " + was.name() + " from " + was.leaderEpoch() + " to " + is.leaderEpoch());
    }
  }

  // A configuration moves only forwards.

  private final Map<Subject, Long> wanted = new HashMap<>();
  private final Map<Subject, Long> updating = new HashMap<>();

  @Override
  public void started(Member who, DurableState loaded) {
    if (who instanceof Supervisor supervisor) {
      require(
          !loaded.currentEpoch().isAfter(supervisor.view().currentEpoch()),
          "the current epoch never falls",
          () -> who + " starts without the epoch " + loaded.currentEpoch() + " that it had saved");
    }
    loaded
        .primaries()
        .forEach(p -> wanted.put(new Subject(who.index, p.name()), p.configEpoch().value()));
  }

  @Override
  public void announced(Member who, Notice notice) {
    if (notice.event().equals("+config-update-from")) {
      Subject subject = new Subject(who.index, Words.group(notice));
      updating.put(subject, wanted.getOrDefault(subject, 0L));
    }
  }

  @Override
  public void wantsSaved(Member who, DurableState state) {
    for (DurableState.Primary p : state.primaries()) {
      Subject subject = new Subject(who.index, p.name());
      wanted.put(subject, p.configEpoch().value());
      Long from = updating.isEmpty() ? null : updating.remove(subject);
      require(
          from == null || p.configEpoch().value() > from,
          "only a newer configuration is followed",
          () -> who + " moved " + p.name() + " to " + p.address() + " in epoch " + from + " again");
    }
  }

  private void require(boolean holds, String rule, Supplier<String> how) {
    if (!holds) {
      throw new Violation(world, rule, how.get());
    }
  }
}
