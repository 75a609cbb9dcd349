package io.sentinelha.it.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.Cli;
import io.sentinelha.it.Product;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary is killed; afterwards the group tells truly who led, who voted and who was chosen. */
final class ExplainedFailoverTest {

  private static final int DOWN_AFTER_MILLIS = 1_500;
  private static final int PATIENCE_MILLIS = 120_000;

  @TempDir private Path folder;

  @Test
  void theTrueLeaderVotesAndReplicaAreToldAndARestartForgetsNothing() throws Exception {
    Group.Setup setup = Product.group(DOWN_AFTER_MILLIS, List.of(), Optional.empty());
    try (Group group = Group.start(setup, folder.resolve("group"))) {
      int killed = group.primary().port;
      group.primary().kill();
      int promoted = group.awaitSwitch(PATIENCE_MILLIS);
      ServerProcess leader = awaitLeader(group);
      String text = String.join("\n", lines(leader, "explain"));

      assertThat(text)
          .startsWith(
              Group.NAME
                  + " was failed over from 127.0.0.1:"
                  + killed
                  + " to 127.0.0.1:"
                  + promoted)
          .contains("  leader  127.0.0.1:" + leader.port + ", with ")
          .contains("  127.0.0.1:" + promoted + "  CHOSEN");
      votesAreThoseOfTheLogs(group, leader);
      theWireTellsTheSame(group, leader, promoted);

      List<String> before = lines(leader, "history");
      assertThat(leader.terminate(30)).isZero();
      leader.restart();
      Await.until(
          "the leader remembers",
          PATIENCE_MILLIS,
          () -> {
            try (RespClient client = group.supervisorAt(leader.port)) {
              return !RespClient.elements(client.call("SENTINEL", "HISTORY", Group.NAME)).isEmpty();
            }
          });
      assertThat(lines(leader, "history")).isEqualTo(before);
      for (int i = 0; i < group.supervisors().size(); i++) {
        Path file = folder.resolve("group/supervisor" + i + "/sentinel.conf.history.json");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
      }
    }
  }

  private static ServerProcess awaitLeader(Group group) {
    List<ServerProcess> leaders = new ArrayList<>();
    Await.until(
        "somebody has led to the end",
        PATIENCE_MILLIS,
        () -> {
          for (ServerProcess supervisor : group.supervisors()) {
            if (supervisor.output().contains("+failover-end ")) {
              leaders.add(supervisor);
              return remembered(group, supervisor);
            }
          }
          return false;
        });
    return leaders.get(0);
  }

  private static boolean remembered(Group group, ServerProcess supervisor) throws IOException {
    try (RespClient client = group.supervisorAt(supervisor.port)) {
      List<RespValue> all =
          RespClient.elements(client.call("SENTINEL", "HISTORY", Group.NAME, "COUNT", "1"));
      return all.size() == 1
          && "switched".equals(RespClient.toMap(all.get(0)).get("outcome"))
          && "leader".equals(RespClient.toMap(all.get(0)).get("standing"));
    }
  }

  /** Who voted for whom in the last epoch stands in each supervisor's own log. */
  private void votesAreThoseOfTheLogs(Group group, ServerProcess leader) throws Exception {
    JsonNode document =
        new ObjectMapper().readTree(String.join("\n", lines(leader, "explain", "--json")));
    assertThat(document.path("silent")).isEmpty();
    assertThat(document.path("accounts")).hasSize(group.supervisors().size());
    JsonNode account = document.path("accounts").get(0);
    String epoch = account.path("epoch").asText();
    Map<String, String> logged = new HashMap<>();
    for (ServerProcess supervisor : group.supervisors()) {
      try (RespClient client = group.supervisorAt(supervisor.port)) {
        String id = RespClient.text(client.call("SENTINEL", "MYID"));
        supervisor
            .output()
            .lines()
            .filter(l -> l.contains("+vote-for-leader ") && l.endsWith(" " + epoch))
            .map(l -> l.split(" ", -1))
            .forEach(words -> logged.put(id, words[words.length - 2]));
      }
    }
    int told = 0;
    for (JsonNode vote : account.path("votes")) {
      if (vote.path("state").asText().equals("given")) {
        String voter = vote.path("voter").asText();
        assertThat(vote.path("candidate").asText()).isEqualTo(logged.get(voter));
        told++;
      }
    }
    assertThat(told).isGreaterThanOrEqualTo(2);
  }

  private static void theWireTellsTheSame(Group group, ServerProcess leader, int promoted)
      throws IOException {
    try (RespClient client = group.supervisorAt(leader.port)) {
      List<RespValue> all = RespClient.elements(client.call("SENTINEL", "HISTORY", Group.NAME));
      Map<String, String> fields = RespClient.toMap(all.get(0));
      assertThat(fields)
          .containsEntry("outcome", "switched")
          .containsEntry("new-address", "127.0.0.1:" + promoted);
      String id = String.valueOf(fields.get("id"));
      String json = RespClient.text(client.call("SENTINEL", "EXPLAIN", Group.NAME, id));
      assertThat(new ObjectMapper().readTree(json).path("id").asText()).isEqualTo(id);
      assertThat(client.call("SENTINEL", "EXPLAIN", Group.NAME, "9999").toString())
          .as("an id that is not there")
          .contains("Null");
      for (String wrong :
          List.of(
              "HISTORY nosuch",
              "EXPLAIN nosuch",
              "HISTORY mymaster COUNT 0",
              "HISTORY mymaster COUNT")) {
        List<String> words = new ArrayList<>(List.of("SENTINEL"));
        words.addAll(List.of(wrong.split(" ")));
        assertThat(client.call(words.toArray(String[]::new)))
            .as(wrong)
            .isInstanceOf(RespValue.ErrorReply.class);
      }
      client.call("HELLO", "3");
      RespValue map =
          ((RespValue.Array) client.call("SENTINEL", "HISTORY", Group.NAME)).items().get(0);
      assertThat(map).isInstanceOf(RespValue.MapValue.class);
    }
  }

  private List<String> lines(ServerProcess supervisor, String... words)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--port", Integer.toString(supervisor.port)));
    Cli.Outcome outcome = Cli.run(folder, all.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err().toString()).isZero();
    return outcome.out();
  }
}
