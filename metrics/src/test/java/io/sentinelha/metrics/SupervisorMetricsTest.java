package io.sentinelha.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.SupervisorView;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, labels and values, as dashboards and alerts rely on them. */
final class SupervisorMetricsTest {

  private static final long NOW = 10_000;
  private static final String WHERE = "{master_address=\"127.0.0.1:6379\",master_name=\"orders\"}";

  private final SupervisorMetrics metrics = new SupervisorMetrics();
  private final AtomicReference<SupervisorView> view =
      new AtomicReference<>(Views.of(Views.primary("orders", false)));

  SupervisorMetricsTest() {
    metrics.watch(view::get, () -> NOW, "1.2.3");
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  @ParameterizedTest
  @CsvSource({
    "redis_sentinel_master_slaves, 2.0",
    "redis_sentinel_master_ok_slaves, 1.0",
    "redis_sentinel_master_sentinels, 3.0",
    "redis_sentinel_master_ok_sentinels, 2.0",
    "redis_sentinel_master_config_epoch, 7.0",
    "redis_sentinel_master_last_ok_ping_reply_seconds, 1.5",
    "redis_sentinel_master_setting_ckquorum, 2.0",
    "redis_sentinel_master_setting_failover_timeout, 60000.0",
    "redis_sentinel_master_setting_parallel_syncs, 3.0",
    "redis_sentinel_master_setting_down_after_milliseconds, 5000.0"
  })
  void whatRedisExporterShowsOfAPrimaryHasItsNamesAndLabels(String name, String value) {
    assertThat(lines()).contains(name + WHERE + " " + value);
  }

  @ParameterizedTest
  @CsvSource({
    "redis_up, 1.0",
    "redis_sentinel_masters, 1.0",
    "redis_sentinel_tilt, 0.0",
    "redis_sentinel_running_scripts, 0.0",
    "redis_sentinel_scripts_queue_length, 0.0",
    "redis_sentinel_simulate_failure_flags, 0.0",
    "sentinelha_current_epoch, 9.0",
    "sentinelha_state_unsaved, 0.0"
  })
  void whatConcernsTheWholeSupervisorHasNoLabels(String name, String value) {
    assertThat(lines()).contains(name + " " + value);
  }

  @Test
  void theStateOfAPrimaryIsInALabelAndInTheValue() {
    String before = "redis_sentinel_master_status{master_address=\"127.0.0.1:6379\"";
    assertThat(lines()).contains(before + ",master_name=\"orders\",master_status=\"ok\"} 1.0");
    assertThat(lines())
        .contains(
            "redis_sentinel_master_ckquorum_status{master_name=\"orders\",message=\"OK 2 usable"
                + " Sentinels. Quorum and failover authorization can be reached\"} 1.0");

    view.set(Views.of(Views.primary("orders", true)));
    assertThat(lines())
        .contains(
            before + ",master_name=\"orders\",master_status=\"sdown\"} 0.0",
            "sentinelha_failover_in_progress{master_name=\"orders\"} 1.0",
            "sentinelha_guard_unsatisfied{master_name=\"orders\"} 1.0",
            "sentinelha_promotable_replicas{master_name=\"orders\"} 1.0",
            "sentinelha_links_down{master_name=\"orders\"} 3.0")
        .noneSatisfy(line -> assertThat(line).contains("master_status=\"ok\""));
  }

  @Test
  void aPrimaryThatIsNoLongerWatchedIsGoneAtOnce() {
    assertThat(metrics.scrape()).contains("orders");
    view.set(Views.of());
    assertThat(metrics.scrape()).doesNotContain("orders").contains("redis_sentinel_masters 0.0");
  }

  @Test
  void everyPrimaryHasItsOwnSeries() {
    view.set(Views.of(Views.primary("orders", false), Views.primary("carts", true)));
    assertThat(lines())
        .contains(
            "redis_sentinel_masters 2.0",
            "sentinelha_failover_in_progress{master_name=\"carts\"} 1.0",
            "sentinelha_failover_in_progress{master_name=\"orders\"} 0.0");
  }

  @Test
  void versionsAreLabelsOfAConstant() {
    assertThat(lines())
        .contains(
            "sentinelha_build_info{jdk=\""
                + System.getProperty("java.version")
                + "\",version=\"1.2.3\"} 1");
  }

  @Test
  void publishedEventsAreCountedFromZeroOn() {
    assertThat(lines()).contains("sentinelha_events_total{event=\"+switch-master\"} 0.0");
    metrics.onNotice(new Notice(Notice.Level.WARNING, "+switch-master", "orders"));
    metrics.onNotice(new Notice(Notice.Level.NOTICE, "+slave", "slave 127.0.0.1:6380"));
    metrics.onNotice(new Notice(Notice.Level.DEBUG, "+pinged", ""));
    assertThat(lines())
        .contains(
            "sentinelha_events_total{event=\"+switch-master\"} 1.0",
            "sentinelha_events_total{event=\"+slave\"} 1.0")
        .noneSatisfy(line -> assertThat(line).contains("+pinged"));
  }

  @Test
  void whatTakesTimeIsAHistogramInSeconds() {
    metrics.onCommand("ping", 200_000, false);
    metrics.onCommand("auth", 200_000, true);
    metrics.onSave(true, 2_000_000);
    metrics.onSave(false, 2_000_000);
    metrics.onBatch(3, 10_000);
    assertThat(lines())
        .contains(
            "sentinelha_command_duration_seconds_count{command=\"ping\",result=\"ok\"} 1",
            "sentinelha_command_duration_seconds_bucket{command=\"ping\",result=\"ok\",le=\"1.0E-4\"}"
                + " 0",
            "sentinelha_command_duration_seconds_bucket{command=\"ping\",result=\"ok\",le=\"2.5E-4\"}"
                + " 1",
            "sentinelha_command_duration_seconds_count{command=\"auth\",result=\"error\"} 1",
            "sentinelha_config_write_duration_seconds_count 2",
            "sentinelha_config_write_failures_total 1.0",
            "sentinelha_engine_batch_duration_seconds_count 1");
  }

  @Test
  void clientsThatAreTurnedAwayAreCountedByReason() {
    metrics.onRejected("max_clients");
    assertThat(lines())
        .contains("sentinelha_rejected_connections_total{reason=\"max_clients\"} 1.0");
  }

  @Test
  void everyFamilyIsExplainedOnceAndTyped() {
    List<String> lines = lines();
    List<String> helped = names(lines, "# HELP ");
    assertThat(helped).doesNotHaveDuplicates().isEqualTo(names(lines, "# TYPE "));
    assertThat(helped).contains("redis_up", "jvm_memory_used_bytes", "process_uptime_seconds");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("# HELP "))
        .allSatisfy(line -> assertThat(line.split(" ", 4)).hasSize(4));
  }

  private static List<String> names(List<String> lines, String mark) {
    return lines.stream().filter(l -> l.startsWith(mark)).map(l -> l.split(" ")[2]).toList();
  }

  @Test
  void openMetricsIsGivenToWhoeverNamesIt() {
    String prometheus =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
            + "text/plain;version=0.0.4;q=0.4,*/*;q=0.2";
    String type = SupervisorMetrics.negotiate(prometheus);
    assertThat(type).startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(metrics.scrape(type)).endsWith("# EOF\n").contains("redis_sentinel_masters 1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*/*", "text/plain", "application/vnd.google.protobuf;q=0.9,*/*"})
  void everybodyElseGetsTheOlderText(String accept) {
    String type = SupervisorMetrics.negotiate(accept);
    assertThat(type).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(metrics.scrape(type)).doesNotContain("# EOF");
  }

  private List<String> lines() {
    return metrics.scrape().lines().toList();
  }
}
