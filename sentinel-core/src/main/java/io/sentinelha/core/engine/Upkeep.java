package io.sentinelha.core.engine;

import java.util.Optional;

/** The traffic that goes on all the time: connections, pings, reports, hellos. */
final class Upkeep {

  private static final long INFO_URGENT_MILLIS = 1_000;
  private static final long INFO_RECONFIGURING_MILLIS = 100;
  private static final long INFO_PROMOTING_MILLIS = 15;

  private Upkeep() {}

  static void run(Context ctx, WatchedPrimary primary, Agenda agenda) {
    PrimarySettings settings = primary.settings;
    long downAfter = settings.downAfterMillis();
    long pingPeriod = Pace.ping(ctx, downAfter);
    Optional<HelloWriter> hello = HelloWriter.of(ctx, primary);
    for (DataNode node : primary.nodes()) {
      long refused = node == primary.node() ? settings.refusedDownAfterMillis() : 0;
      node.link.maintain(
          ctx,
          new Link.Target(
              node.address,
              settings.auth(),
              settings.renamedCommands(),
              downAfter,
              Pace.reconnect(ctx, downAfter, refused)),
          agenda);
      // The report goes first: a ping is answered at any time, a report may decide something.
      node.askInfo(ctx, infoPeriod(ctx, primary, node), settings, agenda);
      node.link.ping(ctx, pingPeriod, 1, agenda);
      hello.ifPresent(h -> node.sayHello(ctx, h, settings, agenda));
    }
    hello.ifPresent(h -> primary.opinions().forEach(o -> o.sayHello(ctx, h, agenda)));
  }

  private static long infoPeriod(Context ctx, WatchedPrimary primary, DataNode node) {
    long usual = ctx.tuning.of(Tuning.Period.INFO_PERIOD);
    if (node == primary.node()) {
      return primary.settings.guard().isOn() ? Math.min(usual, INFO_URGENT_MILLIS) : usual;
    }
    if (primary.failover() instanceof Failover.AwaitingPromotion a && a.chosen() == node) {
      return INFO_PROMOTING_MILLIS;
    }
    if (node.reconfiguration.isUnderWay()) {
      return INFO_RECONFIGURING_MILLIS;
    }
    boolean urgent =
        primary.isDown()
            || primary.activeFailover().isPresent()
            || node.linkDownMillis != 0
            || node.reportedRole == Role.PRIMARY;
    return urgent ? Math.min(usual, INFO_URGENT_MILLIS) : usual;
  }
}
