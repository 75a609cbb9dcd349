package io.sentinelha.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.sentinelha.core.engine.QuorumCheck;
import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.core.engine.SupervisorView.NodeView;
import io.sentinelha.core.engine.SupervisorView.PeerView;
import io.sentinelha.core.engine.SupervisorView.PrimaryView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Gauges made from one view per scrape, so that they fit each other and a primary that is no longer
 * watched is gone at once. What redis_exporter shows of a Sentinel has its names and labels here,
 * so that dashboards made for it work without it.
 */
final class ViewCollector implements MultiCollector {

  private static final double MILLIS_PER_SECOND = 1_000;

  private final Supplier<SupervisorView> source;
  private final LongSupplier clock;
  private final String version;

  ViewCollector(Supplier<SupervisorView> source, LongSupplier clock, String version) {
    this.source = source;
    this.clock = clock;
    this.version = version;
  }

  @Override
  public MetricSnapshots collect() {
    SupervisorView view = source.get();
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(buildInfo());
    global(view, all);
    perPrimary(List.copyOf(view.primaries().values()), all);
    return new MetricSnapshots(all);
  }

  private InfoSnapshot buildInfo() {
    return InfoSnapshot.builder()
        .name("sentinelha_build")
        .help("Version of this software and of its Java runtime")
        .dataPoint(
            InfoSnapshot.InfoDataPointSnapshot.builder()
                .labels(
                    Labels.of("version", version, "jdk", System.getProperty("java.version", "")))
                .build())
        .build();
  }

  private static void global(SupervisorView view, List<MetricSnapshot> all) {
    all.add(gauge("redis_up", "1: this supervisor answers", 1));
    all.add(
        gauge("redis_sentinel_masters", "Number of watched primaries", view.primaries().size()));
    all.add(
        gauge(
            "redis_sentinel_tilt",
            "1 while the supervisor distrusts its clock and starts nothing",
            view.tiltSince() >= 0 ? 1 : 0));
    all.add(gauge("redis_sentinel_running_scripts", "Scripts that run", 0));
    all.add(gauge("redis_sentinel_scripts_queue_length", "Scripts that wait", 0));
    all.add(
        gauge(
            "redis_sentinel_simulate_failure_flags",
            "Crashes that were ordered for a test",
            view.simulatedFailures()));
    all.add(
        gauge(
            "sentinelha_current_epoch",
            "Highest election epoch known",
            (double) view.currentEpoch().value()));
    all.add(
        gauge(
            "sentinelha_state_unsaved",
            "1 while state cannot be written to disk",
            view.savingFails() ? 1 : 0));
  }

  private void perPrimary(List<PrimaryView> primaries, List<MetricSnapshot> all) {
    long now = clock.getAsLong();
    all.add(status(primaries));
    all.add(quorumStatus(primaries));
    all.add(
        each(
            primaries,
            "redis_sentinel_master_slaves",
            "Known replicas of the primary",
            p -> p.replicas().size()));
    all.add(
        each(
            primaries,
            "redis_sentinel_master_ok_slaves",
            "Replicas that are not down",
            p -> (double) p.replicas().stream().filter(r -> !r.isDown()).count()));
    all.add(
        each(
            primaries,
            "redis_sentinel_master_sentinels",
            "Known supervisors of the primary, this one included",
            p -> p.peers().size() + 1));
    all.add(
        each(
            primaries,
            "redis_sentinel_master_ok_sentinels",
            "Supervisors that are not down, this one included",
            p -> 1.0 + p.peers().stream().filter(peer -> !peer.isDown()).count()));
    settings(primaries, all);
    all.add(
        each(
            primaries,
            "redis_sentinel_master_config_epoch",
            "Version of the primary's address; rises with each failover",
            p -> (double) p.configEpoch().value()));
    all.add(
        each(
            primaries,
            "redis_sentinel_master_last_ok_ping_reply_seconds",
            "Time since the primary's last valid answer",
            p -> (now - p.node().link().lastValidReply()) / MILLIS_PER_SECOND));
    own(primaries, all);
  }

  private static void settings(List<PrimaryView> primaries, List<MetricSnapshot> all) {
    all.add(
        each(
            primaries,
            "redis_sentinel_master_setting_ckquorum",
            "Configured quorum",
            p -> p.settings().quorum()));
    all.add(
        each(
            primaries,
            "redis_sentinel_master_setting_failover_timeout",
            "Configured failover-timeout in milliseconds",
            p -> (double) p.settings().failoverTimeoutMillis()));
    all.add(
        each(
            primaries,
            "redis_sentinel_master_setting_parallel_syncs",
            "Configured parallel-syncs",
            p -> p.settings().parallelSyncs()));
    all.add(
        each(
            primaries,
            "redis_sentinel_master_setting_down_after_milliseconds",
            "Configured down-after-milliseconds",
            p -> (double) p.settings().downAfterMillis()));
  }

  private static void own(List<PrimaryView> primaries, List<MetricSnapshot> all) {
    all.add(
        byName(
            primaries,
            "sentinelha_promotable_replicas",
            "Replicas that could be promoted now",
            PrimaryView::promotable));
    all.add(
        byName(
            primaries,
            "sentinelha_failover_in_progress",
            "1 while this supervisor fails the primary over",
            p -> p.isFailingOver() ? 1 : 0));
    all.add(
        byName(
            primaries,
            "sentinelha_guard_unsatisfied",
            "1 while the primary refuses writes for want of replicas",
            p -> p.guardUnsatisfied() ? 1 : 0));
    all.add(
        byName(
            primaries,
            "sentinelha_links_down",
            "Data nodes and peers of the primary without a connection",
            p ->
                (p.node().link().connected() ? 0.0 : 1.0)
                    + p.replicas().stream().map(NodeView::link).filter(l -> !l.connected()).count()
                    + p.peers().stream().map(PeerView::link).filter(l -> !l.connected()).count()));
  }

  private static GaugeSnapshot status(List<PrimaryView> primaries) {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("redis_sentinel_master_status")
            .help("1 while the primary is ok; the label tells ok, sdown or odown");
    for (PrimaryView p : primaries) {
      Labels labels =
          Labels.of(
              "master_name", p.name(),
              "master_address", p.node().address().toString(),
              "master_status", p.status());
      gauge.dataPoint(point(labels, p.status().equals("ok") ? 1 : 0));
    }
    return gauge.build();
  }

  private static GaugeSnapshot quorumStatus(List<PrimaryView> primaries) {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("redis_sentinel_master_ckquorum_status")
            .help("1 while a failover could be agreed on and led");
    for (PrimaryView p : primaries) {
      QuorumCheck check = p.checkQuorum();
      Labels labels = Labels.of("master_name", p.name(), "message", check.text());
      gauge.dataPoint(point(labels, check.isPassed() ? 1 : 0));
    }
    return gauge.build();
  }

  /** One series per primary, labelled with its name and address. */
  private static GaugeSnapshot each(
      List<PrimaryView> primaries, String name, String help, ToDoubleFunction<PrimaryView> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (PrimaryView p : primaries) {
      Labels labels =
          Labels.of("master_name", p.name(), "master_address", p.node().address().toString());
      gauge.dataPoint(point(labels, value.applyAsDouble(p)));
    }
    return gauge.build();
  }

  /** One series per primary, labelled with its name alone: it goes on through a failover. */
  private static GaugeSnapshot byName(
      List<PrimaryView> primaries, String name, String help, ToDoubleFunction<PrimaryView> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    primaries.forEach(
        p -> gauge.dataPoint(point(Labels.of("master_name", p.name()), value.applyAsDouble(p))));
    return gauge.build();
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(point(Labels.EMPTY, value))
        .build();
  }

  private static GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
