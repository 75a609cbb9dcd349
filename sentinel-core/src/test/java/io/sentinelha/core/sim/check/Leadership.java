package io.sentinelha.core.sim.check;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.Request;
import io.sentinelha.core.sim.DataServer;
import io.sentinelha.core.sim.Member;
import io.sentinelha.core.sim.Observer;
import io.sentinelha.core.sim.Violation;
import io.sentinelha.core.sim.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who may lead and what a leader may do: one leader for each epoch, chosen by majority and quorum,
 * while the primary is objectively down; one promotion for each epoch; and no configuration that
 * names anything but a promoted node.
 */
public final class Leadership implements Observer {

  private record Term(String group, long epoch) {}

  private record Subject(int member, String group) {}

  private record Candidacy(int member, String group, long epoch) {}

  /** An order to become a primary, to a node that may have been one already. */
  private record Order(Member leader, DataServer node, long at, boolean needless) {
    /** Whether the node took it: others may make it a replica again right after. */
    boolean isObeyed() {
      return needless || node.promotedAt() >= at;
    }
  }

  private final World world;
  private final Promises promises;
  private final int quorum;
  private final Map<Term, Member> leaders = new HashMap<>();
  private final Map<Term, Order> orders = new HashMap<>();

  /** A leader may vote for another while it waits, so its order is not found by its last vote. */
  private final Map<Subject, Order> lastOrders = new HashMap<>();

  private final Set<Subject> objectivelyDown = new HashSet<>();
  private final Map<Subject, Endpoint> addresses = new HashMap<>();
  private final Map<Integer, String> lastCandidacy = new HashMap<>();
  private final Set<Candidacy> stood = new HashSet<>();
  private int switches;
  private int attempts;

  public Leadership(World world, Promises promises, int quorum) {
    this.world = world;
    this.promises = promises;
    this.quorum = quorum;
  }

  /** How many epochs saw an order to promote. */
  public int promotions() {
    return orders.size();
  }

  /** How many candidacies and changes of address were announced so far. */
  public int commotion() {
    return attempts + switches;
  }

  @Override
  public void announced(Member who, Notice notice) {
    switch (notice.event()) {
      case "+odown" -> objectivelyDown.add(subject(who, notice));
      case "-odown" -> objectivelyDown.remove(subject(who, notice));
      case "+elected-leader" -> elected(who, Words.group(notice));
      case "+promoted-slave" -> confirmed(who, Words.group(notice));
      case "+try-failover" -> {
        attempts++;
        lastCandidacy.put(who.index, Words.group(notice));
      }
      case "+vote-for-leader" -> votedFor(who, notice.details());
      case "+switch-master" -> {
        switches++;
        objectivelyDown.remove(subject(who, notice));
      }
      default -> {}
    }
  }

  private static Subject subject(Member who, Notice notice) {
    return new Subject(who.index, Words.group(notice));
  }

  /** A vote does not tell for which group: a candidate's own vote follows its candidacy. */
  private void votedFor(Member who, String details) {
    String[] words = details.split(" ");
    String group = lastCandidacy.remove(who.index);
    if (group != null && words[0].equals(who.runId())) {
      require(
          stood.add(new Candidacy(who.index, group, Long.parseLong(words[1]))),
          "each candidacy has an epoch of its own",
          () -> who + " stands for " + group + " once more in epoch " + words[1]);
    }
  }

  private void elected(Member who, String group) {
    lastOrders.remove(new Subject(who.index, group));
    long epoch = who.promises(group).leaderEpoch();
    Member other = leaders.putIfAbsent(new Term(group, epoch), who);
    require(
        other == null,
        other == who ? "nobody is elected twice in one epoch" : "one leader for each epoch",
        () -> who + " is elected for " + group + " in epoch " + epoch + " after " + other);
    require(
        objectivelyDown.contains(new Subject(who.index, group)),
        "nobody leads while the primary is not objectively down",
        () -> who + " is elected for " + group);
    requireMandate(who, group, epoch);
  }

  private void requireMandate(Member who, String group, long epoch) {
    int votes = promises.votesFor(who, group, epoch);
    int voters = who.promises(group).voters();
    require(
        votes > voters / 2,
        "a leader has a majority",
        () -> who + " leads with " + votes + " of " + voters + " votes in epoch " + epoch);
    require(
        votes >= quorum,
        "a leader has the quorum",
        () -> who + " leads with " + votes + " votes, quorum " + quorum + ", epoch " + epoch);
  }

  @Override
  public void ordered(Member who, DataServer node, Request.ChangeRole order) {
    if (order.primary().isPresent()) {
      return;
    }
    long epoch = who.promises(node.group).leaderEpoch();
    requireMandate(who, node.group, epoch);
    Order now = new Order(who, node, world.scheduler.now(), node.isPrimary());
    Order earlier = orders.putIfAbsent(new Term(node.group, epoch), now);
    lastOrders.putIfAbsent(new Subject(who.index, node.group), now);
    require(
        earlier == null || (earlier.leader == who && earlier.node == node),
        "one promotion for each epoch",
        () -> who + " promotes " + node + " in epoch " + epoch + " after " + earlier);
  }

  private void confirmed(Member who, String group) {
    Order order = lastOrders.get(new Subject(who.index, group));
    require(
        order != null && order.isObeyed(),
        "a promotion is announced when it has happened",
        () -> who + " announces a promotion of " + group + ": " + order);
  }

  @Override
  public void started(Member who, DurableState loaded) {
    for (DurableState.Primary p : loaded.primaries()) {
      Subject subject = new Subject(who.index, p.name());
      objectivelyDown.remove(subject);
      addresses.put(subject, p.address());
    }
  }

  @Override
  public void wantsSaved(Member who, DurableState state) {
    for (DurableState.Primary p : state.primaries()) {
      Endpoint before = addresses.put(new Subject(who.index, p.name()), p.address());
      if (Objects.equals(before, p.address())) {
        continue;
      }
      Order order = orders.get(new Term(p.name(), p.configEpoch().value()));
      require(
          order != null && order.node.address.equals(p.address()) && order.isObeyed(),
          "a configuration names only who was promoted in its epoch",
          () -> who + ": " + p.address() + " in epoch " + p.configEpoch() + ", but " + order);
    }
  }

  private void require(boolean holds, String rule, Supplier<String> how) {
    if (!holds) {
      throw new Violation(world, rule, how.get());
    }
  }
}
