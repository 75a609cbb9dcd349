package io.sentinelha.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.command.Families;
import io.sentinelha.server.config.ServerConfig;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.TestEngine;
import io.sentinelha.server.persist.Persistence;
import io.sentinelha.server.replication.Replication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of commands say what a real server says of its commands. */
final class CommandTableTest {

  /** A remark beside a key specification, which we do not have. */
  private static final Pattern NOTES =
      Pattern.compile("\\*8\r\n\\$5\r\nnotes\r\n\\$\\d+\r\n[^\r]*\r\n");

  /** Subcommands, which are asked for one by one. */
  private static final Pattern SUBCOMMANDS =
      Pattern.compile("\\*\\d+\r\n\\*10\r\n.*", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void everyCommandIsDescribedAsARealServerDescribesIt() throws Exception {
    try (RealServer redis = RealServer.start(folder);
        DataServer server =
            DataServer.start(
                ServerConfig.of(List.of("--port", "0", "--dir", folder.toString())), status -> {});
        RawClient real = new RawClient(redis.port());
        RawClient ours = new RawClient(server.listen())) {
      for (String name : names()) {
        assertThat(description(ours, name)).as(name).isEqualTo(description(real, name));
      }
    }
  }

  private static List<String> names() {
    List<CommandFamily> families = new ArrayList<>(Families.all());
    Persistence persistence = new Persistence(Runnable::run, Runnable::run);
    families.add(new Replication(persistence));
    families.add(persistence);
    List<String> names = new ArrayList<>();
    for (Command command : new TestEngine(families).engine.commands().all()) {
      names.add(command.fullName());
      command.subcommands().forEach(sub -> names.add(sub.fullName()));
    }
    names.removeIf(name -> name.startsWith("replication")); // A real server has no fences.
    return names;
  }

  private static String description(RawClient client, String name) throws IOException {
    String reply = NOTES.matcher(client.call("COMMAND", "INFO", name)).replaceAll("*6\r\n");
    return reply.substring(0, 9) + SUBCOMMANDS.matcher(reply.substring(9)).replaceAll("");
  }
}
