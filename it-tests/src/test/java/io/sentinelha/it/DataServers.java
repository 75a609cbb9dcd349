package io.sentinelha.it;

import io.sentinelha.bench.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the data servers of a group are; the first is the first primary. */
public enum DataServers {
  BUNDLED,
  REDIS,
  MIXED;

  private enum Program {
    BUNDLED,
    REDIS;

    private Stream<String> words() {
      return this == REDIS
          ? Stream.of("redis-server", "{conf}")
          : Stream.of(Product.launcher(), "server", "{conf}");
    }
  }

  private List<Program> programs() {
    return switch (this) {
      case BUNDLED -> List.of(Program.BUNDLED, Program.BUNDLED, Program.BUNDLED);
      case REDIS -> List.of(Program.REDIS, Program.REDIS, Program.REDIS);
      case MIXED -> List.of(Program.BUNDLED, Program.REDIS, Program.BUNDLED);
    };
  }

  /**
   * The command line of each server, as in {@link Group.Setup}.
   *
   * @param directives for all of them, in the form {@code --name value}
   */
  public List<List<String>> commands(String... directives) {
    List<List<String>> commands = new ArrayList<>();
    for (Program program : programs()) {
      commands.add(Stream.concat(program.words(), Stream.of(directives)).toList());
    }
    return List.copyOf(commands);
  }
}
