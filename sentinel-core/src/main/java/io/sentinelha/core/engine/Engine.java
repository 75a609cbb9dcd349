package io.sentinelha.core.engine;

import io.sentinelha.quorum.Epoch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The state machine of one supervisor. Owned by one thread, which feeds it events with the time at
 * which they happened and carries out the effects in order. Nothing else changes it.
 *
 * <pre>
 * event ──→ state ──→ what is due now ──→ what must be saved ──→ effects
 * </pre>
 */
public final class Engine {

  /** The exit status of a crash that was ordered, as in Redis Sentinel. */
  public static final int SIMULATED_CRASH_STATUS = 99;

  /** The engine must be called at least this often, or it takes itself for stopped. */
  private static final long HEARTBEAT_MILLIS = 100;

  private final Context ctx;
  private final Directory directory;
  private final Gossip gossip;
  private final Voting voting;
  private final Operations operations;
  private final ViewBuilder views;

  /**
   * @param loaded what was found on disk
   * @param listenPort the port announced to peers unless another one is configured
   * @param random draws the moments of candidacies; the only chance in here
   * @param now the present moment of the caller's monotonic clock, in milliseconds; not negative
   */
  public Engine(DurableState loaded, int listenPort, RandomGenerator random, long now) {
    this.ctx = new Context(loaded, listenPort, random);
    this.ctx.now = now;
    this.directory = new Directory(ctx);
    this.gossip = new Gossip(ctx, directory);
    this.voting = new Voting(ctx, directory);
    this.operations = new Operations(ctx, directory);
    this.views = new ViewBuilder(ctx, directory);
    loaded.primaries().forEach(directory::add);
    ctx.durability.forgetChanges(); // All of this was loaded, so it is saved already.
  }

  /**
   * Takes one event in.
   *
   * @param now never less than at the call before
   * @return what to do, in this order
   */
  public List<Effect> step(long now, Event event) {
    ctx.now = Math.max(ctx.now, now);
    switch (ctx.tilt.observe(ctx)) {
      case ENDED -> directory.primaries().forEach(WatchedPrimary::touch);
      case SLOW_START -> operations.beginWatch();
      case NOTHING -> {}
    }
    dispatch(event);
    ctx.timers.run(ctx.now);
    ctx.durability.flush(ctx.now, this::durable, ctx.pending());
    return ctx.drain();
  }

  /** Notes everything that later steps depend on. Not to be called within a step. */
  public void save(Archive archive) {
    archive.value(String.class, ctx.myId);
    archive.small(ctx.listenPort);
    ctx.pass(archive);
    directory.pass(archive);
  }

  /**
   * An engine that goes on where the one that was saved stood: the same events, times and draws
   * give the same effects.
   */
  public static Engine load(Archive archive, RandomGenerator random) {
    String myId = archive.value(String.class, "");
    int listenPort = archive.small(0);
    DurableState nothing =
        new DurableState(myId, Epoch.ZERO, DurableState.Identity.DEFAULT, List.of());
    Engine engine = new Engine(nothing, listenPort, random, 0);
    engine.ctx.pass(archive);
    engine.directory.pass(archive);
    return engine;
  }

  /** When to send a {@link Event.Tick} unless another event comes first. */
  public long nextWake() {
    long soonest = Math.min(ctx.timers.next(), ctx.durability.nextRetry());
    return Math.max(ctx.now, Math.min(soonest, ctx.now + HEARTBEAT_MILLIS));
  }

  /** What may be shown of the present state. Cheap when little changed since the last call. */
  public SupervisorView view() {
    return views.build();
  }

  /**
   * What a choice among a primary's replicas would make of each of them at this moment; empty when
   * the primary is not watched.
   */
  public List<Account.Verdict> judgeReplicas(String primaryName) {
    return directory
        .primary(primaryName)
        .map(p -> Verdicts.of(List.copyOf(p.replicas()), Promotion.circumstances(ctx, p)))
        .orElse(List.of());
  }

  private DurableState durable() {
    return new DurableState(
        ctx.myId,
        ctx.currentEpoch,
        ctx.identity,
        directory.primaries().stream().map(WatchedPrimary::durable).toList());
  }

  /** The one place that asks what an event is. */
  private void dispatch(Event event) {
    if (event instanceof Event.Tick) {
      return; // Time is all it brought.
    }
    boolean handled = dispatchLink(event) || dispatchPeer(event) || dispatchOrder(event);
    if (!handled) {
      throw new AssertionError("no handler for " + event);
    }
  }

  private boolean dispatchLink(Event event) {
    if (event instanceof Event.ChannelOpened e) {
      onOpened(e);
    } else if (event instanceof Event.ChannelClosed e) {
      onClosed(e);
    } else if (event instanceof Event.PingAnswered e) {
      onPing(e);
    } else if (event instanceof Event.InfoAnswered e) {
      onInfo(e);
    } else if (event instanceof Event.HelloAnswered e) {
      onHelloAnswered(e);
    } else if (event instanceof Event.RoleChangeAnswered e) {
      present(e.link(), e.attempt())
          .ifPresent(
              node ->
                  e.error().ifPresent(error -> Promotion.refused(ctx, node.primary, node, error)));
    } else if (event instanceof Event.KillScriptAnswered e) {
      present(e.link(), e.attempt());
    } else if (event instanceof Event.GuardRead e) {
      onGuardRead(e);
    } else if (event instanceof Event.GuardAnswered e) {
      present(e.link(), e.attempt());
    } else {
      return false;
    }
    return true;
  }

  private boolean dispatchPeer(Event event) {
    if (event instanceof Event.IsDownAnswered e) {
      presentPeer(e.link(), e.attempt()).ifPresent(peer -> voting.answered(peer, e));
    } else if (event instanceof Event.IsDownFailed e) {
      presentPeer(e.link(), e.attempt())
          .flatMap(peer -> peer.opinionOf(e.primaryId()))
          .ifPresent(Opinion::askFailed);
    } else if (event instanceof Event.HelloHeard e) {
      onHelloHeard(e);
    } else if (event instanceof Event.HelloTold e) {
      gossip.hear(e.payload());
    } else if (event instanceof Event.IsDownAsked e) {
      voting.asked(e);
    } else if (event instanceof Event.Saved e) {
      onSaved(e);
    } else if (event instanceof Event.SaveFailed e) {
      ctx.emitAll(ctx.durability.onFailed(e.version(), ctx.now));
    } else {
      return false;
    }
    return true;
  }

  private boolean dispatchOrder(Event event) {
    if (event instanceof Event.Started) {
      operations.start();
    } else if (event instanceof Event.Monitor e) {
      operations.monitor(e);
    } else if (event instanceof Event.Remove e) {
      operations.remove(e);
    } else if (event instanceof Event.Set e) {
      operations.set(e);
    } else if (event instanceof Event.Reset e) {
      operations.reset(e);
    } else if (event instanceof Event.ForceFailover e) {
      operations.forceFailover(e);
    } else if (event instanceof Event.FlushConfig e) {
      operations.flushConfig(e);
    } else if (event instanceof Event.ChangeIdentity e) {
      operations.changeIdentity(e);
    } else if (event instanceof Event.Retune e) {
      operations.retune(e);
    } else if (event instanceof Event.SimulateFailure e) {
      operations.simulateFailure(e);
    } else {
      return false;
    }
    return true;
  }

  // News of links. What concerns an earlier connection, or a node that was forgotten, is dropped.

  private void onOpened(Event.ChannelOpened e) {
    DataNode node = ctx.nodes.get(e.link());
    if (node != null && node.link.isPresent(e.kind(), e.attempt())) {
      node.link.opened(ctx, e.kind(), e.localHost());
      if (e.kind() == ChannelKind.COMMAND) {
        node.connectionRenewed();
      }
      node.primary.touch();
      return;
    }
    directory
        .peerBehind(e.link())
        .filter(peer -> peer.link.isPresent(e.kind(), e.attempt()))
        .ifPresent(
            peer -> {
              peer.link.opened(ctx, e.kind(), e.localHost());
              peer.opinions().forEach(Opinion::connectionRenewed);
              touch(peer);
            });
  }

  private void onClosed(Event.ChannelClosed e) {
    DataNode node = ctx.nodes.get(e.link());
    if (node != null && node.link.isPresent(e.kind(), e.attempt())) {
      node.link.closed(ctx, e.kind(), e.cause());
      node.primary.touch();
      return;
    }
    directory
        .peerBehind(e.link())
        .filter(peer -> peer.link.isPresent(e.kind(), e.attempt()))
        .ifPresent(
            peer -> {
              peer.link.closed(ctx, e.kind(), e.cause());
              touch(peer);
            });
  }

  private void touch(Peer peer) {
    ctx.timers.set(peer, ctx.now);
    peer.opinions().forEach(opinion -> opinion.primary().touch());
  }

  private void onPing(Event.PingAnswered e) {
    Optional<DataNode> node = present(e.link(), e.attempt());
    if (node.isPresent()) {
      node.get().link.pingAnswered(ctx.now, e.reply());
      node.get().restartedAt =
          e.reply() == Event.PingReply.PONG ? Times.NEVER : node.get().restartedAt;
      if (e.reply() == Event.PingReply.BUSY) {
        killScript(node.get());
      }
      lifeSign(node.get().primary, node.get().isDown(), node.get().link);
      return;
    }
    presentPeer(e.link(), e.attempt())
        .ifPresent(
            peer -> {
              peer.link.pingAnswered(ctx.now, e.reply());
              peer.opinions().forEach(o -> lifeSign(o.primary(), o.isDown(), peer.link));
              if (peer.link.isCrowded()) {
                touch(peer);
              }
            });
  }

  /**
   * Most signs of life say what was known already, and come so often that looking at everything for
   * each of them would be most of the work. What is due later stays due at its moment.
   */
  private static void lifeSign(WatchedPrimary primary, boolean wasDown, Link link) {
    boolean matters =
        wasDown
            || primary.isDown()
            || primary.activeFailover().isPresent()
            || link.isCrowded(); // Something may have waited for room.
    if (matters) {
      primary.touch();
    } else {
      primary.viewChanged();
    }
  }

  /** A node that is down because it runs a script is helped once. */
  private void killScript(DataNode node) {
    if (node.isDown() && !node.scriptKillSent && node.link.canSend(1)) {
      node.scriptKillSent = true;
      node.link.send(ctx, new Request.KillScript(), node.primary.settings.renamedCommands());
    }
  }

  private void onInfo(Event.InfoAnswered e) {
    present(e.link(), e.attempt())
        .ifPresent(
            node -> {
              node.infoAnswered();
              e.info().ifPresent(info -> Reports.take(ctx, node.primary, node, info));
              node.primary.touch();
            });
  }

  private void onHelloAnswered(Event.HelloAnswered e) {
    long period = ctx.tuning.of(Tuning.Period.PUBLISH_PERIOD);
    Optional<DataNode> node = present(e.link(), e.attempt());
    if (node.isPresent()) {
      long next = node.get().helloAnswered(ctx.now, e.accepted(), period);
      helloAnswered(node.get().primary, next, node.get().link);
      return;
    }
    presentPeer(e.link(), e.attempt())
        .flatMap(peer -> peer.opinionOf(e.primaryId()))
        .ifPresent(
            opinion -> {
              long next = opinion.helloAnswered(ctx.now, period);
              helloAnswered(opinion.primary(), next, opinion.peer.link);
            });
  }

  private static void helloAnswered(WatchedPrimary primary, long next, Link link) {
    lifeSign(primary, false, link);
    primary.wakeBy(next);
  }

  private void onHelloHeard(Event.HelloHeard e) {
    DataNode node = ctx.nodes.get(e.link());
    if (node != null && node.link.isPresent(ChannelKind.PUBSUB, e.attempt())) {
      node.link.heardOnPubsub(ctx.now);
      gossip.hear(e.payload());
    }
  }

  private void onGuardRead(Event.GuardRead e) {
    present(e.link(), e.attempt())
        .ifPresent(
            node -> {
              node.guardInFlight = false;
              e.guard().ifPresent(guard -> GuardKeeper.read(ctx, node.primary, node, guard));
              node.primary.touch();
            });
  }

  /** The node that answered on its present command connection. */
  private Optional<DataNode> present(LinkId link, long attempt) {
    Optional<DataNode> node =
        Optional.ofNullable(ctx.nodes.get(link))
            .filter(n -> n.link.isPresent(ChannelKind.COMMAND, attempt));
    node.ifPresent(n -> n.link.answered());
    return node;
  }

  private Optional<Peer> presentPeer(LinkId link, long attempt) {
    Optional<Peer> peer =
        directory.peerBehind(link).filter(p -> p.link.isPresent(ChannelKind.COMMAND, attempt));
    peer.ifPresent(p -> p.link.answered());
    return peer;
  }

  /** What waited for the disk is said; where a configuration became safe, everybody is told. */
  private void onSaved(Event.Saved e) {
    Map<String, DurableState.Primary> before = ctx.durability.savedByName();
    ctx.emitAll(ctx.durability.onSaved(e.version()));
    for (WatchedPrimary primary : directory.primaries()) {
      DurableState.Primary was = before.get(primary.name);
      DurableState.Primary is = ctx.durability.savedByName().get(primary.name);
      if (is != null && (was == null || isNews(was, is))) {
        primary.wantHello();
        primary.touch();
      } else if (primary.activeFailover().isPresent()) {
        primary.touch(); // It may be what the failover waits for.
      }
    }
  }

  private static boolean isNews(DurableState.Primary was, DurableState.Primary is) {
    return !was.address().equals(is.address()) || !was.configEpoch().equals(is.configEpoch());
  }
}
