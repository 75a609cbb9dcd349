package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Notice.Level;
import io.sentinelha.quorum.Epoch;
import java.util.List;
import java.util.Optional;

/** Carries out what operators order. A change is reported as done once it is durable. */
final class Operations {

  private static final String NO_SUCH_PRIMARY = "ERR No such master with that name";

  private final Context ctx;
  private final Directory directory;

  Operations(Context ctx, Directory directory) {
    this.ctx = ctx;
    this.directory = directory;
  }

  void monitor(Event.Monitor order) {
    if (directory.primary(order.name()).isPresent()) {
      ctx.answer(order.requestId(), new Reply.Refused("ERR Duplicate master name."));
      return;
    }
    PrimarySettings settings =
        PrimarySettings.defaults(order.quorum())
            .withDownAfterMillis(ctx.tuning.of(Tuning.Period.DEFAULT_DOWN_AFTER))
            .withFailoverTimeoutMillis(ctx.tuning.of(Tuning.Period.DEFAULT_FAILOVER_TIMEOUT));
    WatchedPrimary added =
        directory.add(
            new DurableState.Primary(
                order.name(),
                order.address(),
                Epoch.ZERO,
                Epoch.ZERO,
                settings,
                List.of(),
                List.of()));
    announceMonitored(ctx, added);
    ctx.answerWhenSafe(order.requestId());
  }

  void start() {
    ctx.tilt.started(ctx.now);
    beginWatch();
    directory.primaries().forEach(primary -> announceMonitored(ctx, primary));
  }

  /** The watch begins now: time that passed while the process came up is nobody's silence. */
  void beginWatch() {
    for (WatchedPrimary primary : directory.primaries()) {
      primary.nodes().forEach(node -> node.link.giveCredit(ctx.now));
      primary.opinions().forEach(opinion -> opinion.peer.link.giveCredit(ctx.now));
    }
  }

  static void announceMonitored(Context ctx, WatchedPrimary primary) {
    String quorum = " quorum " + primary.settings.quorum();
    ctx.announce(Notices.primary(Level.WARNING, "+monitor", primary, quorum));
  }

  void remove(Event.Remove order) {
    Optional<WatchedPrimary> primary = find(order.requestId(), order.name());
    primary.ifPresent(
        p -> {
          ctx.announce(Notices.primary(Level.WARNING, "-monitor", p));
          directory.remove(p);
          ctx.answerWhenSafe(order.requestId());
        });
  }

  void set(Event.Set order) {
    Optional<WatchedPrimary> found = find(order.requestId(), order.name());
    if (found.isEmpty()) {
      return;
    }
    WatchedPrimary primary = found.get();
    try {
      for (int i = 0; i < order.options().size(); ) {
        SettingOptions.Applied applied = SettingOptions.apply(primary.settings, order.options(), i);
        primary.settings = applied.settings();
        primary.touchDurable();
        if (applied.changesAuth()) {
          primary.nodes().forEach(node -> node.link.closeAll(ctx));
        }
        ctx.announce(Notices.primary(Level.WARNING, "+set", primary, " " + applied.shown()));
        i += applied.consumed();
      }
      ctx.answerWhenSafe(order.requestId());
    } catch (SettingOptions.BadOption e) {
      ctx.answer(order.requestId(), new Reply.Refused(e.text()));
    }
    primary.touch();
  }

  void reset(Event.Reset order) {
    long count = 0;
    for (String name : order.names()) {
      Optional<WatchedPrimary> primary = directory.primary(name);
      if (primary.isPresent()) {
        List.copyOf(primary.get().opinions()).forEach(directory::forget);
        primary.get().reset();
        primary.get().touch();
        ctx.announce(Notices.primary(Level.WARNING, "+reset-master", primary.get()));
        count++;
      }
    }
    if (count == 0) {
      ctx.answer(order.requestId(), new Reply.Count(0));
    } else {
      ctx.answerWhenSafe(order.requestId(), new Reply.Count(count));
    }
  }

  void forceFailover(Event.ForceFailover order) {
    Optional<WatchedPrimary> found = find(order.requestId(), order.name());
    if (found.isEmpty()) {
      return;
    }
    WatchedPrimary primary = found.get();
    if (primary.activeFailover().isPresent()) {
      ctx.answer(order.requestId(), new Reply.Refused("INPROG Failover already in progress"));
      return;
    }
    Optional<DataNode> best =
        ReplicaSelection.select(
            List.copyOf(primary.replicas()), Promotion.circumstances(ctx, primary));
    if (best.isEmpty()) {
      ctx.answer(
          order.requestId(), new Reply.Refused("NOGOODSLAVE No suitable replica to promote"));
      return;
    }
    Election.stand(ctx, primary, true);
    primary.touch();
    ctx.answer(order.requestId(), Reply.OK);
  }

  void flushConfig(Event.FlushConfig order) {
    ctx.answerWhenSafe(order.requestId());
  }

  void changeIdentity(Event.ChangeIdentity order) {
    DurableState.Identity me = ctx.identity;
    Credentials auth = order.peerUser().map(me.peerAuth()::withUser).orElse(me.peerAuth());
    auth = order.peerPassword().map(auth::withPassword).orElse(auth);
    boolean newAuth = !auth.equals(me.peerAuth());
    ctx.identity =
        new DurableState.Identity(
            order.announceIp().orElse(me.announceIp()),
            order.announcePort().orElse(me.announcePort()),
            auth);
    if (newAuth) {
      for (Peer peer : directory.peers()) {
        peer.link.closeAll(ctx);
        ctx.timers.set(peer, ctx.now);
      }
    }
    ctx.answerWhenSafe(order.requestId());
  }

  void retune(Event.Retune order) {
    order.periods().forEach(ctx.tuning::set);
    directory.primaries().forEach(WatchedPrimary::touch);
    ctx.answer(order.requestId(), Reply.OK);
  }

  void simulateFailure(Event.SimulateFailure order) {
    ctx.crashAfterElection = order.afterElection();
    ctx.crashAfterPromotion = order.afterPromotion();
    ctx.answer(order.requestId(), Reply.OK);
  }

  private Optional<WatchedPrimary> find(long requestId, String name) {
    Optional<WatchedPrimary> primary = directory.primary(name);
    if (primary.isEmpty()) {
      ctx.answer(requestId, new Reply.Refused(NO_SUCH_PRIMARY));
    }
    return primary;
  }
}
