package io.sentinelha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelha.resp.server.Users;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the command line makes of what supervisors remember. */
final class ExplainTest {

  private static final String LEADER =
      """
      {"id":"orders:7","primary":"orders","epoch":7,"supervisor":"AAAA","standing":"leader",
       "cause":"silence","outcome":"switched","reason":"","from":"10.0.0.1:6379",
       "to":"10.0.0.2:6379","leader":"AAAA","quorum":2,"voters":3,"votesNeeded":2,
       "lastSignOfLife":"2026-01-02T03:04:05.000Z","outageMillis":1250,
       "phaseMillis":{"detection":1001,"election":30},
       "loss":{"atLeastBytes":70,"formerOffset":870,"keptOffset":800,"knownFrom":"last-report",
               "knownAt":"2026-01-02T03:04:04.000Z"},
       "supervisors":{"BBBB":"127.0.0.1:%s","CCCC":"10.0.1.3:26379"},
       "timeline":[
         {"at":"2026-01-02T03:04:06.001Z","what":"down","subject":"AAAA","details":"no valid answer"},
         {"at":"2026-01-02T03:04:06.010Z","what":"candidate","subject":"AAAA","details":"epoch 7"},
         {"at":"2026-01-02T03:04:06.250Z","what":"saved","subject":"","details":""}],
       "omitted":0,
       "votes":[
         {"voter":"AAAA","state":"given","candidate":"AAAA","askedAt":null,
          "answeredAt":"2026-01-02T03:04:06.010Z"},
         {"voter":"BBBB","state":"given","candidate":"AAAA","askedAt":"2026-01-02T03:04:06.020Z",
          "answeredAt":"2026-01-02T03:04:06.040Z"},
         {"voter":"CCCC","state":"not-reached","candidate":null,"askedAt":null,"answeredAt":null}],
       "candidates":[
         {"replica":"10.0.0.2:6379","judgement":"chosen","reason":"offset 800"},
         {"replica":"10.0.0.3:6379","judgement":"passed-over","reason":"offset 700, 100 bytes less"},
         {"replica":"10.0.0.4:6379","judgement":"excluded","reason":"priority 0"}]}
      """;

  private static final String VOTER =
      """
      {"id":"orders:7","primary":"orders","epoch":7,"supervisor":"BBBB","standing":"voter",
       "cause":"silence","outcome":"switched","reason":"","from":"10.0.0.1:6379",
       "to":"10.0.0.2:6379","leader":null,"quorum":2,"voters":3,"votesNeeded":2,
       "lastSignOfLife":"2026-01-02T03:04:04.990Z","outageMillis":1270,"phaseMillis":{},
       "loss":{},"supervisors":{"AAAA":"10.0.1.1:26379"},
       "timeline":[
         {"at":"2026-01-02T03:04:06.030Z","what":"voted","subject":"AAAA","details":"epoch 7"}],
       "omitted":0,"votes":[],"candidates":[]}
      """;

  private static Outcome explain(FakeSupervisor whom, String... more) {
    List<String> words = new java.util.ArrayList<>(List.of("explain", "--port", whom.port()));
    words.addAll(List.of(more));
    return Outcome.of(words.toArray(String[]::new));
  }

  private static FakeSupervisor telling(@Nullable String account, List<String> peers)
      throws Exception {
    return FakeSupervisor.start(Users.open(), new FakeSupervisor.Past(account, peers));
  }

  private static String free() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(free.getLocalPort());
    }
  }

  @Test
  void whatMattersMostComesFirstAndOthersAreHeardToo() throws Exception {
    String nobody = free();
    try (FakeSupervisor voter = telling(VOTER, List.of());
        FakeSupervisor leader =
            telling(String.format(LEADER, voter.port()), List.of(voter.port(), nobody))) {
      Outcome outcome = explain(leader);

      assertThat(outcome.status()).as(outcome.err()).isZero();
      String leads = "127.0.0.1:" + leader.port();
      String votes = "127.0.0.1:" + voter.port();
      assertThat(outcome.out().lines().limit(6))
          .containsExactly(
              "orders was failed over from 10.0.0.1:6379 to 10.0.0.2:6379, 1.250 s after its last"
                  + " sign of life, as "
                  + leads
                  + " saw it",
              "  when    2026-01-02T03:04:05Z (orders:7)",
              "  cause   no valid answer",
              "  leader  " + leads + ", with 2 of 3 votes (2 needed)",
              "  chosen  10.0.0.2:6379: offset 800",
              "  lost    at least 70 bytes of the old master's stream of writes");
      assertThat(outcome.out())
          .contains("      +1.001 s  " + leads + "  finds the master down: no valid answer")
          .contains("  ~    +1.030 s  " + votes + "  votes for " + leads + ": epoch 7")
          .contains("by another clock than " + leads)
          .contains("  " + votes + "  for " + leads + " (asked at +1.020 s, known at +1.040 s)")
          .contains("  10.0.1.3:26379  not asked: no connection to it")
          .contains("  10.0.0.3:6379  passed over  offset 700, 100 bytes less")
          .contains("  10.0.0.4:6379  EXCLUDED     priority 0")
          .contains("  detection          1.001 s")
          .contains("  127.0.0.1:" + nobody + "  told nothing: ")
          .doesNotContain("name one with")
          .contains("writes that the old master took in beyond byte 870 are in no figure")
          .doesNotContain("AAAA", "BBBB", "CCCC");
    }
  }

  @Test
  void whoeverIsAskedTheLeadersAccountIsTheOneThatOthersAreFittedTo() throws Exception {
    try (FakeSupervisor leader = telling(String.format(LEADER, "1"), List.of());
        FakeSupervisor voter = telling(VOTER, List.of(leader.port()))) {
      assertThat(explain(voter).out())
          .contains("REPLICAS, as 127.0.0.1:" + leader.port() + " judged them");
    }
  }

  @Test
  void anAttemptThatCameToNothingSaysSoFirst() throws Exception {
    String aborted =
        String.format(LEADER, "1")
            .replace("\"switched\"", "\"aborted\"")
            .replace("\"reason\":\"\"", "\"reason\":\"no replica is fit to be promoted\"");
    try (FakeSupervisor supervisor = telling(aborted, List.of())) {
      assertThat(explain(supervisor, "--failover", "7").out())
          .startsWith("orders was NOT failed over: no replica is fit to be promoted")
          .doesNotContain("LOSSES");
    }
  }

  @Test
  void jsonHasEveryAccountAndWhoIsSilent() throws Exception {
    try (FakeSupervisor leader = telling(String.format(LEADER, "1"), List.of(free()))) {
      JsonNode document = new ObjectMapper().readTree(explain(leader, "--json").out());
      assertThat(document.path("kind").asText()).isEqualTo("FailoverExplanation");
      assertThat(document.path("id").asText()).isEqualTo("orders:7");
      assertThat(document.path("accounts")).hasSize(1);
      assertThat(document.path("silent")).hasSize(1);
    }
  }

  @Test
  void whatNobodyRemembersIsARefusal() throws Exception {
    try (FakeSupervisor nobody = telling(null, List.of())) {
      Outcome outcome = explain(nobody);
      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.err()).startsWith("no failover of orders is remembered");
      assertThat(explain(nobody, "--master", "nosuch").status()).isEqualTo(3);
    }
  }

  @Test
  void historyIsATable() throws Exception {
    try (FakeSupervisor supervisor = telling(null, List.of())) {
      Outcome outcome = Outcome.of("history", "-p", supervisor.port());
      assertThat(outcome.status()).as(outcome.err()).isZero();
      assertThat(outcome.out().lines()).hasSize(2);
      assertThat(outcome.out())
          .contains("orders:7  2026-01-02T03:04:05.006Z  aborted  silence")
          .contains("no replica is fit to be promoted");
      assertThat(Outcome.of("history", "-p", supervisor.port(), "--master", "x").status())
          .isEqualTo(3);
    }
  }

  @Test
  void noByteIsSpokenOfWhenNoneIsNamed() throws Exception {
    try (FakeSupervisor voter = telling(VOTER, List.of())) {
      assertThat(explain(voter).out())
          .contains("LOSSES", "what the old master took in before its end is in no figure")
          .doesNotContain("byte");
    }
  }

  @Test
  void aFormerMasterThatWasNeverAwayIsNotSaidToBeBack() throws Exception {
    String ordered =
        String.format(LEADER, "1")
            .replace("\"silence\"", "\"ordered\"")
            .replace(
                "\"what\":\"saved\",\"subject\":\"\"",
                "\"what\":\"former-is-back\",\"subject\":\"10.0.0.1:6379\"");
    try (FakeSupervisor leader = telling(ordered, List.of())) {
      assertThat(explain(leader).out())
          .contains("hears from the former master 10.0.0.1:6379")
          .doesNotContain("again");
    }
  }
}
