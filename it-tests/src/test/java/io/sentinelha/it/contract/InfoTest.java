package io.sentinelha.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * INFO has the sections of a redis-sentinel in its order, and in them fields of the same names and
 * form. That of section Sentinel is compared byte by byte elsewhere; of the others this says which
 * fields are ours alone, and which we do not have.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InfoTest {

  /** About this software and what it runs on. */
  private static final Set<String> OURS_ALONE = Set.of("sentinelha_version", "java_version");

  /** Beginnings of names of fields that we do not have, with the reason. */
  private static final Map<String, List<String>> THEIRS_ALONE =
      Map.of(
          "how Redis was built, and what its event loop is made of",
          List.of(
              "redis_git_",
              "redis_build_id",
              "monotonic_clock",
              "multiplexing_api",
              "gcc_version",
              "atomicvar_api",
              "executable",
              "hz",
              "configured_hz",
              "io_thread"),
          "of data, which a supervisor does not have",
          List.of(
              "lru_clock",
              "expire",
              "evict",
              "total_eviction",
              "current_eviction",
              "keyspace_",
              "sync_",
              "slave_expires",
              "active_defrag_",
              "total_active_defrag",
              "current_active_defrag",
              "total_net_repl",
              "latest_fork",
              "total_forks",
              "migrate_",
              "dump_payload",
              "cluster_connections",
              "used_cpu_sys_children",
              "used_cpu_user_children"),
          "not counted here: what a collector needs is in the metrics",
          List.of(
              "instantaneous_",
              "client_recent_max_",
              "tracking_",
              "clients_in_timeout_table",
              "pubsub",
              "unexpected_error_replies",
              "total_reads",
              "total_writes",
              "reply_buffer_",
              "used_cpu_sys_main_thread",
              "used_cpu_user_main_thread"));

  /** Values that are equal, or equal after masking. */
  private static final List<String> STEADY =
      List.of(
          "redis_mode",
          "os",
          "arch_bits",
          "process_supervised",
          "tcp_port",
          "uptime_in_days",
          "config_file",
          "maxclients",
          "blocked_clients",
          "rejected_connections");

  private Twins twins;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    twins = Twins.start(folder);
  }

  @AfterAll
  void end() {
    twins.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "info",
        "info all",
        "info default",
        "INFO EverythinG",
        "info server cpu",
        "info cpu server cpu",
        "info sentinel stats nosuch",
        "info clients",
        "info nosuch"
      })
  void sectionsAreTheSame(String request) throws IOException {
    List<String> answers = twins.answers(request);
    assertThat(sections(answers.get(1))).isEqualTo(sections(answers.get(0)));
  }

  @Test
  void fieldsAreTheSameApartFromThoseNamedHere() throws IOException {
    List<String> answers = twins.answers("info");
    List<String> theirs = new ArrayList<>(fields(answers.get(0)).keySet());
    List<String> ours = new ArrayList<>(fields(answers.get(1)).keySet());

    assertThat(ours).containsAll(OURS_ALONE);
    assertThat(theirs).doesNotContainAnyElementsOf(OURS_ALONE);
    ours.removeAll(OURS_ALONE);
    for (List<String> beginnings : THEIRS_ALONE.values()) {
      for (String beginning : beginnings) {
        assertThat(theirs.removeIf(name -> name.startsWith(beginning)))
            .as("%s is no field of theirs", beginning)
            .isTrue();
        assertThat(ours).as("%s is one of ours now", beginning).noneMatch(startsWith(beginning));
      }
    }
    assertThat(ours).isEqualTo(theirs);
  }

  private static Predicate<String> startsWith(String beginning) {
    return name -> name.startsWith(beginning);
  }

  @Test
  void steadyValuesAreTheSame() throws IOException {
    List<String> answers = twins.answers("info");
    Map<String, String> theirs = fields(answers.get(0));
    Map<String, String> ours = fields(answers.get(1));
    theirs.keySet().retainAll(STEADY);
    ours.keySet().retainAll(STEADY);

    assertThat(new TreeSet<>(ours.keySet())).isEqualTo(new TreeSet<>(STEADY));
    assertThat(ours).isEqualTo(theirs);
  }

  private static List<String> sections(String info) {
    return List.of(info.split("\\|")).stream().filter(line -> line.startsWith("# ")).toList();
  }

  private static Map<String, String> fields(String info) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : info.split("\\|")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return fields;
  }
}
