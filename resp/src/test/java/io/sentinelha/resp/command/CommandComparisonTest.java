package io.sentinelha.resp.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.resp.RespValue;
import io.sentinelha.resp.RespValue.Array;
import io.sentinelha.resp.RespValue.Bulk;
import io.sentinelha.resp.RespValue.MapValue;
import io.sentinelha.resp.RespValue.Pair;
import io.sentinelha.resp.server.AclCategory;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.CommandServer;
import io.sentinelha.resp.server.CommandTable;
import io.sentinelha.resp.server.RealServer;
import io.sentinelha.resp.server.TestClient;
import io.sentinelha.resp.server.TestCommands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What COMMAND and ACL CAT tell of our commands is what a real server of Redis 7.0 tells of its
 * own, apart from words for people. A data server knows all of them; a sentinel does not.
 */
final class CommandComparisonTest {

  /** Redis 7.0 does not know it. */
  private static final String NEWER = "client|setinfo";

  private final CommandServer server;
  private final RealServer real;
  private final List<String> names;

  CommandComparisonTest(@TempDir Path folder) throws Exception {
    List<Command> all = new ArrayList<>(ConnectionCommands.all(() -> TestCommands.SENTINEL));
    all.addAll(ConnectionCommands.ofDataServers(16));
    CommandTable table = CommandTable.of(all);
    names =
        table.commandsAndSubcommands().stream()
            .map(Command::fullName)
            .filter(name -> !name.equals(NEWER))
            .toList();
    server = CommandServer.builder(table).build();
    server.listen(List.of("127.0.0.1"), 0);
    real = RealServer.data(folder);
  }

  @AfterEach
  void end() {
    server.close();
    real.close();
  }

  @Test
  void commandInfoIsTheSame() {
    for (String protocol : List.of("2", "3")) {
      try (TestClient our = open(protocol);
          TestClient their = openReal(protocol)) {
        for (String name : names) {
          assertThat(info(our, name)).as(name).isEqualTo(info(their, name));
        }
      }
    }
  }

  @Test
  void commandDocsAreTheSameApartFromWords() {
    try (TestClient our = open("3");
        TestClient their = openReal("3")) {
      for (String name : names) {
        assertThat(docs(our, name)).as(name).isEqualTo(docs(their, name));
      }
    }
  }

  @Test
  void categoriesHoldTheSameCommands() {
    try (TestClient our = open("2");
        TestClient their = openReal("2")) {
      for (AclCategory category : AclCategory.values()) {
        String word = category.word();
        assertThat(ours(our.ask("acl", "cat", word)))
            .as(word)
            .isEqualTo(ours(their.ask("acl", "cat", word)));
        assertThat(ours(our.ask("command", "list", "filterby", "aclcat", word)))
            .as(word)
            .isEqualTo(ours(their.ask("command", "list", "filterby", "aclcat", word)));
      }
    }
  }

  @Test
  void commandsAreListedByPattern() {
    try (TestClient our = open("2");
        TestClient their = openReal("2")) {
      for (String pattern : List.of("*", "c*", "C*|I*", "[a-c]*|?i*", "nosuch", "*sub*")) {
        assertThat(ours(our.ask("command", "list", "filterby", "pattern", pattern)))
            .as(pattern)
            .isEqualTo(ours(their.ask("command", "list", "filterby", "pattern", pattern)));
      }
      assertThat(ours(our.ask("command", "list"))).isEqualTo(new TreeSet<>(names));
      int top = (int) names.stream().filter(name -> !name.contains("|")).count();
      our.expect(":" + top + "\r\n", "command", "count");
    }
  }

  @Test
  void commandsOfDataServersAnswerTheSame() {
    List<String> steps =
        List.of(
            "echo a",
            "echo",
            "select 0",
            "select 15",
            "select 16",
            "select -1",
            "select x",
            "client setname x",
            "subscribe a",
            "reset",
            "client getname",
            "quit a b");
    for (String opening : List.of("", "hello 3")) {
      Transcript.assertSame(server.addresses().get(0), real.address(), opening, steps);
    }
  }

  private TestClient open(String protocol) {
    TestClient client = TestClient.of(server);
    client.ask("hello", protocol);
    return client;
  }

  private TestClient openReal(String protocol) {
    TestClient client = TestClient.of(real.address());
    client.ask("hello", protocol);
    return client;
  }

  /** The fields of a command, those of its subcommands without regard to their order. */
  private static List<Object> info(TestClient client, String name) {
    Array fields = (Array) ((Array) client.ask("command", "info", name)).items().get(0);
    List<Object> comparable = new ArrayList<>(fields.items().subList(0, 9));
    if (fields.items().get(9) instanceof Array subcommands) {
      comparable.add(
          subcommands.items().stream()
              .map(RespValue::toString)
              .filter(text -> !text.contains(NEWER))
              .collect(Collectors.toCollection(TreeSet::new)));
    } else {
      comparable.add(fields.items().get(9));
    }
    return comparable;
  }

  /** What is not words: group, versions, arguments. */
  private static Map<String, RespValue> docs(TestClient client, String name) {
    MapValue all = (MapValue) client.ask("command", "docs", name);
    assertThat(all.pairs()).hasSize(1);
    Map<String, RespValue> comparable = new LinkedHashMap<>();
    for (Pair field : ((MapValue) all.pairs().get(0).value()).pairs()) {
      comparable.put(((Bulk) field.key()).text(), field.value());
    }
    assertThat(comparable).containsKeys("summary", "complexity");
    Set.of("summary", "complexity", "history", "subcommands", "doc_flags")
        .forEach(comparable::remove);
    if (name.equals("client|kill")) {
      comparable.remove("arguments"); // Redis marks the old form as deprecated.
    }
    return comparable;
  }

  private Set<String> ours(RespValue list) {
    return ((Array) list)
        .items().stream()
            .map(item -> ((Bulk) item).text())
            .filter(names::contains)
            .collect(Collectors.toCollection(TreeSet::new));
  }
}
