package io.sentinelha.core.whatif;

import io.sentinelha.core.engine.Account.Verdict;
import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Engine;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.LinkId;
import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.core.engine.SupervisorView.NodeView;
import io.sentinelha.core.engine.SupervisorView.PrimaryView;
import io.sentinelha.core.engine.Tuning.Period;
import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One run of a second engine through the death of its primary. Its time begins with the death. All
 * but the primary behave as they were last seen: who answered goes on to answer, who was silent
 * stays silent.
 *
 * <p>Nothing is decided while the silence of the primary grows, so that time is jumped over: the
 * copy has no connection until shortly before the silence is due. So the work depends on how many
 * nodes there are, not on how patient the supervisor is.
 */
final class Rehearsal {

  /** How far a rehearsal came. */
  enum Stage {
    FOUND_DOWN,
    STOOD,
    ELECTED,
    NO_GOOD_REPLICA,
    PROMOTED
  }

  /**
   * How it ended.
   *
   * @param candidacy the epoch in which the copy stood for election; empty when it did not
   * @param verdicts what the choice made of the replicas, or would have, by address
   */
  record End(
      Stage stage,
      Optional<Epoch> candidacy,
      PrimaryView primary,
      Map<Endpoint, Verdict> verdicts) {}

  private record Planned(long moment, long sequence, Event event) {}

  /** Everything takes this long: a question to its answer, an order to its obedience. */
  private static final long LATENCY_MILLIS = 1;

  /** How long before the silence is due the others are connected. */
  private static final long LEAD_MILLIS = 100;

  /** Longer than agreement and an election take among supervisors that answer at once. */
  private static final long DECIDED_WITHIN_MILLIS = 1_500;

  /** Ten times what a hundred replicas and twenty supervisors take. */
  private static final int MOST_STEPS = 20_000;

  private static final long NO_TILT_MILLIS = Long.MAX_VALUE / 4;
  private static final long START = 0;

  private final Engine engine;
  private final String name;
  private final long downAfter;
  private final boolean savingFails;
  private final Map<Endpoint, NodeActor> nodes = new HashMap<>();
  private final Map<Endpoint, PeerActor> peers = new HashMap<>();
  private final Map<LinkId, Actor> actorOf = new HashMap<>();
  private final List<Effect.Open> heldBack = new ArrayList<>();
  private final PriorityQueue<Planned> queue =
      new PriorityQueue<>(
          (a, b) ->
              a.moment != b.moment
                  ? Long.compare(a.moment, b.moment)
                  : Long.compare(a.sequence, b.sequence));

  private long now = START;
  private long sequence;
  private boolean connected;
  private Stage stage = Stage.FOUND_DOWN;
  private Map<Endpoint, Verdict> verdicts = Map.of();
  private boolean ended;

  Rehearsal(SupervisorView view, PrimaryView primary, long liveNow) {
    this.name = primary.name();
    this.downAfter = primary.settings().downAfterMillis();
    this.savingFails = view.savingFails();
    // No moment is left to chance: who begins when does not change who is chosen.
    RandomGenerator noChance = () -> 0L;
    this.engine = new Engine(state(view, primary), 0, noChance, START);
    long infoPeriod = view.periods().getOrDefault(Period.INFO_PERIOD.wireName(), 10_000L);
    Endpoint dead = primary.node().address();
    Furthest furthest = Furthest.among(primary);
    nodes.put(dead, NodeActor.dead(primary.node(), dead));
    for (NodeView replica : primary.replicas()) {
      NodeActor actor =
          NodeActor.asSeen(replica, dead, furthest, primary.settings(), infoPeriod, liveNow);
      nodes.put(replica.address(), actor);
    }
    primary
        .peers()
        .forEach(
            peer -> peers.put(peer.address(), PeerActor.asSeen(peer, primary.settings(), liveNow)));
    perform(engine.step(START, new Event.Retune(0, periods(view))));
  }

  private static DurableState state(SupervisorView view, PrimaryView primary) {
    return new DurableState(
        view.myId(),
        view.currentEpoch(),
        view.identity(),
        List.of(
            new DurableState.Primary(
                primary.name(),
                primary.node().address(),
                primary.configEpoch(),
                view.currentEpoch(), // No vote in this epoch or before is taken back.
                primary.settings(),
                primary.replicas().stream().map(NodeView::address).toList(),
                primary.peers().stream()
                    .map(p -> new DurableState.Peer(p.runId(), p.address()))
                    .toList())));
  }

  /** A jump in the copy's time is no pause of anybody's clock. */
  private static Map<Period, Long> periods(SupervisorView view) {
    Map<Period, Long> periods = new EnumMap<>(Period.class);
    view.periods()
        .forEach((word, millis) -> Period.named(word).ifPresent(p -> periods.put(p, millis)));
    periods.put(Period.TILT_TRIGGER, NO_TILT_MILLIS);
    return periods;
  }

  /** Runs until the outcome is clear. */
  End run() {
    work(START); // What is known of those that are silent.
    now = Math.max(START, downAfter - Math.min(LEAD_MILLIS, downAfter / 2));
    connected = true;
    List.copyOf(heldBack).forEach(this::connect);
    long undecided = downAfter + DECIDED_WITHIN_MILLIS;
    for (int steps = 0; steps < MOST_STEPS && !ended; steps++) {
      Planned next = queue.peek();
      long moment = next == null ? engine.nextWake() : Math.min(next.moment, engine.nextWake());
      boolean hopeless = stage.compareTo(Stage.ELECTED) < 0 && moment > undecided;
      if (hopeless) {
        break;
      }
      work(Math.max(now, moment));
    }
    PrimaryView after = after();
    if (verdicts.isEmpty()) {
      verdicts = judge();
    }
    return new End(stage, candidacy(), after, verdicts);
  }

  private PrimaryView after() {
    return Optional.ofNullable(engine.view().primaries().get(name)).orElseThrow();
  }

  /** The epoch of the candidacy, if it came to one: the copy began above all that was voted in. */
  private Optional<Epoch> candidacy() {
    return stage == Stage.FOUND_DOWN ? Optional.empty() : Optional.of(engine.view().currentEpoch());
  }

  /** Lets the engine have everything that is due at one moment. */
  private void work(long moment) {
    now = moment;
    perform(engine.step(now, new Event.Tick()));
    while (!queue.isEmpty() && queue.peek().moment <= now) {
      perform(engine.step(now, queue.remove().event));
    }
  }

  private void plan(long delay, Event event) {
    queue.add(new Planned(now + delay, sequence++, event));
  }

  private void perform(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Open open) {
        open(open);
      } else if (effect instanceof Effect.Send send) {
        Optional.ofNullable(actorOf.get(send.link()))
            .flatMap(actor -> actor.answer(send, now))
            .ifPresent(answer -> plan(LATENCY_MILLIS, answer));
      } else if (effect instanceof Effect.Save save) {
        plan(
            LATENCY_MILLIS,
            savingFails
                ? new Event.SaveFailed(save.version(), "")
                : new Event.Saved(save.version()));
      } else if (effect instanceof Effect.Announce announce) {
        note(announce.notice().event());
      }
      // Closing, answering and exiting concern nobody here.
    }
  }

  private void open(Effect.Open order) {
    if (order.kind() != ChannelKind.COMMAND) {
      return; // Nobody says hello here.
    }
    Optional<Actor> actor = actorAt(order);
    if (actor.isEmpty()) {
      return;
    }
    actorOf.put(order.link(), actor.get());
    if (!actor.get().isAlive()) {
      if (now == START) {
        lastWords(order, actor.get());
      }
    } else if (connected) {
      connect(order);
    } else {
      heldBack.add(order);
    }
  }

  private Optional<Actor> actorAt(Effect.Open order) {
    return order.audience() == Effect.Audience.PEER
        ? Optional.ofNullable(peers.get(order.address()))
        : Optional.ofNullable(nodes.get(order.address()));
  }

  /** One that is silent is known by what it said when it was not. */
  private void lastWords(Effect.Open order, Actor actor) {
    if (actor instanceof NodeActor node) {
      plan(0, new Event.ChannelOpened(order.link(), order.kind(), order.attempt(), ""));
      node.lastReport()
          .ifPresent(
              info ->
                  plan(
                      0, new Event.InfoAnswered(order.link(), order.attempt(), Optional.of(info))));
      plan(0, new Event.PingAnswered(order.link(), order.attempt(), Event.PingReply.PONG));
      plan(
          0,
          new Event.ChannelClosed(
              order.link(), order.kind(), order.attempt(), Event.Cause.UNREACHABLE));
    }
  }

  private void connect(Effect.Open order) {
    plan(0, new Event.ChannelOpened(order.link(), order.kind(), order.attempt(), ""));
  }

  /** What the engine says tells how far it came. */
  private void note(String event) {
    switch (event) {
      case "+try-failover" -> stage = Stage.STOOD;
      case "+elected-leader" -> stage = Stage.ELECTED;
      case "-failover-abort-not-elected", "-failover-abort-slave-timeout" -> ended = true;
      case "-failover-abort-no-good-slave" -> {
        stage = Stage.NO_GOOD_REPLICA;
        ended = true;
      }
      case "+selected-slave" -> verdicts = judge();
      case "+promoted-slave" -> {
        stage = Stage.PROMOTED;
        ended = true;
      }
      default -> {}
    }
  }

  private Map<Endpoint, Verdict> judge() {
    return engine.judgeReplicas(name).stream()
        .collect(
            Collectors.toMap(
                Verdict::replica, Function.identity(), (a, b) -> a, LinkedHashMap::new));
  }
}
