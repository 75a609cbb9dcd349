package io.sentinelha.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.Ports;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.Cli;
import io.sentinelha.it.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that ask a running supervisor. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QueryCommandsTest {

  private static final int NO_SUCH_PRIMARY = 3;
  private static final int UNREACHABLE = 4;

  @TempDir private Path folder;
  @AutoClose private Group group;

  @BeforeAll
  void start(@TempDir Path groupFolder) throws IOException {
    group = Group.start(Product.group(30_000), groupFolder);
  }

  private int port() {
    return group.supervisors().get(0).port;
  }

  private Cli.Outcome ask(int port, String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
    return Cli.run(folder, all.toArray(String[]::new));
  }

  private List<String> lines(String... words) throws IOException, InterruptedException {
    Cli.Outcome outcome = ask(port(), words);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    return outcome.out();
  }

  private JsonNode json(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--json");
    return new ObjectMapper().readTree(String.join("\n", lines(all.toArray(String[]::new))));
  }

  private static List<Integer> portsOf(JsonNode document) {
    List<Integer> ports = new ArrayList<>();
    document.path("items").forEach(item -> ports.add(item.path("port").asInt()));
    return ports;
  }

  private static Integer[] portsWhere(
      List<ServerProcess> processes, Predicate<ServerProcess> condition) {
    return processes.stream().filter(condition).map(s -> s.port).toArray(Integer[]::new);
  }

  @Test
  void mastersAreListed() throws IOException, InterruptedException {
    List<String> table = lines("masters");

    assertThat(table).hasSize(2);
    assertThat(table.get(0)).startsWith("NAME").contains("QUORUM");
    assertThat(table.get(1)).startsWith(Group.NAME).contains(" " + group.primary().port + " ");
    JsonNode document = json("masters");
    assertThat(document.path("kind").asText()).isEqualTo("MasterList");
    assertThat(portsOf(document)).containsExactly(group.primary().port);
  }

  @Test
  void replicasAreListed() throws IOException, InterruptedException {
    Integer[] replicas = portsWhere(group.servers(), s -> s.port != group.primary().port);

    List<String> table = lines("replicas", Group.NAME);

    assertThat(table).hasSize(1 + replicas.length);
    Stream.of(replicas)
        .forEach(port -> assertThat(table).anyMatch(l -> l.startsWith("127.0.0.1:" + port)));
    assertThat(portsOf(json("replicas", Group.NAME))).containsExactlyInAnyOrder(replicas);
  }

  @Test
  void otherSupervisorsAreListed() throws IOException, InterruptedException {
    Integer[] others = portsWhere(group.supervisors(), s -> s.port != port());

    List<String> table = lines("sentinels", Group.NAME);

    assertThat(table).hasSize(1 + others.length);
    Stream.of(others).forEach(port -> assertThat(table).anyMatch(l -> l.contains(" " + port)));
    assertThat(portsOf(json("sentinels", Group.NAME))).containsExactlyInAnyOrder(others);
  }

  @Test
  void masterAddressIsReadyForAScript() throws IOException, InterruptedException {
    assertThat(lines("master-addr", Group.NAME))
        .containsExactly("127.0.0.1 " + group.primary().port);
    assertThat(portsOf(json("master-addr", Group.NAME))).containsExactly(group.primary().port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replicas", "sentinels", "master-addr --json"})
  void unknownNameIsOneLineWithItsOwnStatus(String command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.add(1, "nobody");

    Cli.Outcome outcome = ask(port(), words.toArray(String[]::new));

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).singleElement().asString().startsWith("no such master");
    assertThat(outcome.status()).isEqualTo(NO_SUCH_PRIMARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"masters --json", "replicas x", "master-addr x"})
  void supervisorThatIsNotThereIsOneLineWithItsOwnStatus(String command)
      throws IOException, InterruptedException {
    int nobody = Ports.free(1).get(0);

    Cli.Outcome outcome = ask(nobody, command.split(" "));

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .singleElement()
        .asString()
        .startsWith("no supervisor at 127.0.0.1:" + nobody);
    assertThat(outcome.status()).isEqualTo(UNREACHABLE);
  }
}
