package io.sentinelha.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.core.runtime.SupervisorObserver;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All meters of one supervisor. Labels come from closed lists: names of events and commands of this
 * software, never what a client sent.
 */
public final class SupervisorMetrics implements SupervisorObserver, AutoCloseable {

  private static final double NANOS_PER_SECOND = 1e9;
  static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final Duration[] COMMAND_BUCKETS = {
    Duration.ofNanos(50_000),
    Duration.ofNanos(100_000),
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100)
  };

  private static final Duration[] SAVE_BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  /** Shown as zero from the beginning, so that their first occurrence is an increase. */
  private static final Set<String> EXPECTED_EVENTS =
      Set.of(
          "+sdown",
          "-sdown",
          "+odown",
          "-odown",
          "+try-failover",
          "+elected-leader",
          "+promoted-slave",
          "+switch-master",
          "+failover-end",
          "-failover-abort-not-elected",
          "-failover-abort-no-good-slave",
          "-failover-abort-slave-timeout",
          "+convert-to-slave",
          "+tilt",
          "+guard-fix",
          "+guard-unsatisfied");

  private final PrometheusMeterRegistry registry = newRegistry();
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Timer saves;
  private final Counter failedSaves;
  private final Timer batches;
  private final Counter recorded;
  private final Counter unrecorded;

  public SupervisorMetrics() {
    saves =
        Timer.builder("sentinelha.config.write.duration")
            .description("Time to make state durable, flush to disk included")
            .serviceLevelObjectives(SAVE_BUCKETS)
            .register(registry);
    failedSaves =
        Counter.builder("sentinelha.config.write.failures")
            .description("Saves of state that failed")
            .register(registry);
    batches =
        Timer.builder("sentinelha.engine.batch.duration")
            .description("Time the engine was busy with one batch of events")
            .serviceLevelObjectives(COMMAND_BUCKETS)
            .register(registry);
    recorded =
        Counter.builder("sentinelha.recorder.written")
            .baseUnit("bytes")
            .description("Written by the flight recorder")
            .register(registry);
    unrecorded =
        Counter.builder("sentinelha.recorder.dropped.events")
            .description("Events that are missing in the recording")
            .register(registry);
    EXPECTED_EVENTS.forEach(this::events);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    bindProcessor();
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** Without those of Micrometer's meters whose names break the rules of Prometheus. */
  private static PrometheusMeterRegistry newRegistry() {
    PrometheusMeterRegistry made = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    made.config()
        .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
        .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
    return made;
  }

  /** Processor time under the name that every Prometheus client has for it. */
  private void bindProcessor() {
    new ProcessorMetrics().bindTo(registry);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder("process.cpu", system, s -> s.getProcessCpuTime() / NANOS_PER_SECOND)
          .baseUnit("seconds")
          .description("Processor time used, user and system together")
          .register(registry);
    }
  }

  /**
   * Begins to show the state of a supervisor.
   *
   * @param clock the clock of the view's moments, in milliseconds
   * @param version of this software
   */
  public void watch(Supplier<SupervisorView> view, LongSupplier clock, String version) {
    registry.getPrometheusRegistry().register(new ViewCollector(view, clock, version));
  }

  /**
   * The form in which a client gets the figures: OpenMetrics if it names that, otherwise the older
   * text format, which everything reads.
   *
   * @param accept the HTTP header of this name
   */
  static String negotiate(String accept) {
    return accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
  }

  /** Everything, in the text format of Prometheus. */
  public String scrape() {
    return scrape(TEXT);
  }

  /**
   * Everything.
   *
   * @param type as {@link #negotiate} told it
   */
  String scrape(String type) {
    return registry.scrape(type);
  }

  @Override
  public void onNotice(Notice notice) {
    if (notice.isPublished()) {
      events(notice.event()).increment();
    }
  }

  private Counter events(String event) {
    return Counter.builder("sentinelha.events")
        .description("Published events by name")
        .tag("event", event)
        .register(registry);
  }

  @Override
  public void onSave(boolean saved, long nanos) {
    saves.record(Duration.ofNanos(nanos));
    if (!saved) {
      failedSaves.increment();
    }
  }

  @Override
  public void onCommand(String name, long nanos, boolean failed) {
    Timer.builder("sentinelha.command.duration")
        .description("Time from the turn of a request to its reply")
        .tag("command", name)
        .tag("result", failed ? "error" : "ok")
        .serviceLevelObjectives(COMMAND_BUCKETS)
        .register(registry)
        .record(Duration.ofNanos(nanos));
  }

  @Override
  public void onRejected(String reason) {
    Counter.builder("sentinelha.rejected.connections")
        .description("Clients turned away, by reason")
        .tag("reason", reason)
        .register(registry)
        .increment();
  }

  @Override
  public void onBatch(int events, long nanos) {
    batches.record(Duration.ofNanos(nanos));
  }

  @Override
  public void onRecorded(long bytes) {
    recorded.increment((double) bytes);
  }

  @Override
  public void onUnrecorded(long events) {
    unrecorded.increment((double) events);
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
