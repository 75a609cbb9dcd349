package io.sentinelha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelha.resp.server.Password;
import io.sentinelha.resp.server.Users;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions to a supervisor, asked over real sockets. */
final class QueryTest {

  private FakeSupervisor supervisor;

  @BeforeEach
  void start() throws Exception {
    supervisor = FakeSupervisor.start(Users.open());
  }

  @AfterEach
  void end() {
    supervisor.close();
  }

  @Test
  void mastersAreATable() {
    Outcome outcome = ask("masters");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines())
        .containsExactly(
            "NAME    IP         PORT  FLAGS   NUM-SLAVES  NUM-OTHER-SENTINELS  QUORUM  CONFIG-EPOCH",
            "orders  127.0.0.1  6379  master  2           2                    2       7");
  }

  @Test
  void replicasAndSupervisorsAreTables() {
    assertThat(ask("replicas", "orders").out().lines())
        .hasSize(3)
        .element(1)
        .asString()
        .matches("127\\.0\\.0\\.1:6380 +slave +ok +100 +4711 +127\\.0\\.0\\.1 +6379");
    assertThat(ask("sentinels", "orders").out().lines())
        .hasSize(3)
        .element(2)
        .asString()
        .matches("127\\.0\\.0\\.1 +26380 +sentinel +100 +abc");
  }

  @Test
  void anAddressIsWhatAScriptWants() {
    Outcome outcome = ask("master-addr", "orders");
    assertThat(outcome.out()).isEqualToIgnoringNewLines("127.0.0.1 6379");
    assertThat(outcome.status()).isZero();
  }

  @Test
  void aForecastIsReadFromItsHeadlineOn() {
    Outcome outcome = ask("what-if", "--master", "orders");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isEqualTo(5);
    assertThat(outcome.out().lines())
        .containsExactly(
            "orders at 127.0.0.1:6379 would NOT be failed over: 1 of 2 supervisors would agree,"
                + " the quorum is 2",
            "  found down after 5000 ms of silence, or 300 ms of refused connections",
            "  agreement: 1 of 2, quorum 2",
            "  votes: 0 of 2, 2 needed",
            "  other supervisors:",
            "    127.0.0.1:26380 unreachable",
            "  replicas:",
            "    127.0.0.1:6380 chosen: priority 100");
  }

  @Test
  void allMastersAreForetoldUnlessOneIsNamed() throws Exception {
    Outcome outcome = ask("what-if", "--json");
    JsonNode document = new ObjectMapper().readTree(outcome.out());
    assertThat(document.get("kind").asText()).isEqualTo("ForecastList");
    assertThat(document.get("items")).hasSize(1);
    JsonNode forecast = document.get("items").get(0);
    assertThat(forecast.get("outcome").asText()).isEqualTo("no-agreement");
    assertThat(forecast.get("replicas").get(0).get("verdict").asText()).isEqualTo("chosen");
  }

  @Test
  void aForecastForAMasterThatIsNotWatchedHasAStatusOfItsOwn() {
    assertThat(ask("what-if", "--master", "nosuch").status()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "masters, MasterList, 1, port, 6379",
    "replicas orders, ReplicaList, 2, slave-repl-offset, 4711",
    "sentinels orders, SentinelList, 2, runid, abc",
    "master-addr orders, MasterAddress, 1, port, 6379"
  })
  void jsonHasOneShape(String line, String kind, int size, String field, String value)
      throws Exception {
    Outcome outcome = ask((line + " --json").split(" "));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonNode document = new ObjectMapper().readTree(outcome.out());
    assertThat(document.fieldNames()).toIterable().containsExactly("apiVersion", "kind", "items");
    assertThat(document.get("apiVersion").asText()).isEqualTo("v1");
    assertThat(document.get("kind").asText()).isEqualTo(kind);
    assertThat(document.get("items")).hasSize(size);
    assertThat(document.get("items").get(size - 1).get(field).asText()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replicas", "sentinels", "master-addr"})
  void aMasterThatIsNotWatchedHasAStatusOfItsOwn(String command) {
    Outcome outcome = ask(command, "nosuch");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).startsWith("no such master");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void noSupervisorHasAStatusOfItsOwn() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Outcome outcome = Outcome.of("masters", "--port", "" + port);
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err())
        .startsWith("no supervisor at 127.0.0.1:" + port)
        .contains("--host", "--port");
  }

  @ParameterizedTest
  @CsvSource({
    "what-if -p 99999, 99999",
    "masters -p -5, -5",
    "history --port 0, 0",
    "explain -p 65536, 65536",
    "replicas orders -p -1, -1"
  })
  void aPortThatIsNoneIsWrongUsage(String line, String port) {
    Outcome outcome = Outcome.of(line.split(" "));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("--port must be a port between 1 and 65535: got " + port)
        .contains("Usage: sentinel " + line.split(" ")[0])
        .doesNotContain("internal error");
  }

  @Test
  void thePortIsTheUsualOneUnlessAnotherIsNamed() {
    assertThat(Outcome.of("masters", "--help").out()).contains("Its port (26379).");
  }

  @Test
  void whoIsNotLetInIsToldSo() throws Exception {
    try (FakeSupervisor guarded = FakeSupervisor.start(Users.requiring(Password.of("secret")))) {
      String port = guarded.port();
      Outcome without = Outcome.of("masters", "-p", port);
      assertThat(without.status()).isEqualTo(7);
      assertThat(without.err()).contains("NOAUTH");
      Outcome wrong = Outcome.of("masters", "-p", port, "--pass", "wrong");
      assertThat(wrong.status()).isEqualTo(7);
      assertThat(wrong.err()).contains("WRONGPASS").doesNotContain("wrong ");
      assertThat(Outcome.of("masters", "-p", port, "--pass", "secret").status()).isZero();
    }
  }

  private Outcome ask(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--port", supervisor.port()));
    return Outcome.of(all.toArray(String[]::new));
  }
}
