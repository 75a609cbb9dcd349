package io.sentinelha.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.engine.TestClient;
import io.sentinelha.server.engine.TestEngine;
import org.junit.jupiter.api.Test;

/** What MONITOR, SLOWLOG, LATENCY and INFO tell. */
final class WatchTest {

  private final TestEngine test = new TestEngine(Families.all());
  private final TestClient client = test.client();

  @Test
  void aMonitorIsShownEveryCommandButThoseOfAdministrators() {
    TestClient monitor = test.client();
    assertThat(monitor.line("MONITOR")).isEqualTo("+OK\r\n");
    client.call("SET", "k", "a \"b\"\n");
    client.line("CONFIG GET port");
    assertThat(monitor.received())
        .matches(
            "\\+\\d+\\.\\d{6} \\[0 127.0.0.1:\\d+\\] \"SET\" \"k\" \"a \\\\\"b\\\\\"\\\\n\"\r\n");
    monitor.line("RESET");
    client.line("GET k");
    assertThat(monitor.received()).isEmpty();
  }

  @Test
  void passwordsAreNotShown() {
    TestClient monitor = test.client();
    monitor.line("MONITOR");
    client.line("CONFIG SET slowlog-log-slower-than 0");
    client.line("AUTH default secret");
    client.line("HELLO 2 AUTH default secret SETNAME x");
    client.line("ACL SETUSER u >secret");
    client.line("CONFIG SET requirepass secret");
    assertThat(monitor.received()).contains("(redacted)").doesNotContain("secret");
    String log = client.line("SLOWLOG GET 100");
    assertThat(log).contains("(redacted)").doesNotContain("secret");
  }

  @Test
  void longAndManyArgumentsAreCutInTheSlowLog() {
    client.line("CONFIG SET slowlog-log-slower-than 0 slowlog-max-len 1");
    String[] words = new String[41];
    java.util.Arrays.fill(words, "k");
    words[0] = "DEL";
    words[1] = "x".repeat(200);
    client.call(words);
    assertThat(client.line("SLOWLOG GET"))
        .contains("... (10 more arguments)")
        .contains("x".repeat(128) + "... (72 more bytes)");
    assertThat(client.line("SLOWLOG LEN")).isEqualTo(":1\r\n");
    client.line("CONFIG SET slowlog-log-slower-than -1");
    client.line("SLOWLOG RESET");
    assertThat(client.line("SLOWLOG LEN")).isEqualTo(":0\r\n");
  }

  @Test
  void eventsAreKeptByKindAndTheWorstOfASecondCounts() {
    client.line("CONFIG SET latency-monitor-threshold 10");
    test.engine.observed().latency().add("fork", 9_000_000);
    assertThat(client.line("LATENCY LATEST")).isEqualTo("*0\r\n");
    test.engine.observed().latency().add("fork", 30_000_000);
    test.engine.observed().latency().add("fork", 20_000_000);
    assertThat(client.line("LATENCY LATEST"))
        .startsWith("*1\r\n*4\r\n$4\r\nfork\r\n")
        .endsWith(":30\r\n:30\r\n");
    assertThat(client.line("LATENCY GRAPH fork")).contains("high 30 ms");
    assertThat(client.line("LATENCY RESET fork")).isEqualTo(":1\r\n");
    assertThat(client.line("LATENCY HISTORY fork")).isEqualTo("*0\r\n");
  }

  @Test
  void aHistogramCountsEveryCall() {
    client.line("GET a");
    client.line("GET a");
    assertThat(client.line("LATENCY HISTOGRAM get nosuch"))
        .startsWith(
            "*2\r\n$3\r\nget\r\n*4\r\n$5\r\ncalls\r\n:2\r\n$14\r\nhistogram_usec\r\n*2\r\n");
    assertThat(client.line("INFO latencystats")).contains("latency_percentiles_usec_get:p50=");
    client.line("CONFIG RESETSTAT");
    assertThat(client.line("LATENCY HISTOGRAM get")).isEqualTo("*0\r\n");
  }

  @Test
  void memoryIsAccountedPerKeyAndInAll() {
    client.call("SET", "k", "v".repeat(1000));
    String usage = client.line("MEMORY USAGE k");
    assertThat(Integer.parseInt(usage.substring(1).trim())).isBetween(1000, 1100);
    assertThat(client.line("MEMORY USAGE nosuch")).isEqualTo("$-1\r\n");
    assertThat(client.line("MEMORY USAGE k SAMPLES -1")).isEqualTo("-ERR syntax error\r\n");
    assertThat(client.line("INFO memory")).contains("used_memory_peak_human:", "maxmemory_policy:");
  }
}
