package io.sentinelha.it;

import io.sentinelha.bench.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the data servers of a group are; the first is the first primary. */
public enum DataServers {
  BUNDLED(Program.BUNDLED, Program.BUNDLED, Program.BUNDLED),
  REDIS(Program.REDIS, Program.REDIS, Program.REDIS),
  MIXED(Program.BUNDLED, Program.REDIS, Program.BUNDLED);

  private enum Program {
    BUNDLED,
    REDIS;

    private Stream<String> words() {
      return this == REDIS
          ? Stream.of("redis-server", "{conf}")
          : Stream.of(Product.launcher(), "server", "{conf}");
    }
  }

  private final List<Program> programs;

  DataServers(Program... programs) {
    this.programs = List.copyOf(Arrays.asList(programs));
  }

  /**
   * The command line of each server, as in {@link Group.Setup}.
   *
   * @param directives for all of them, in the form {@code --name value}
   */
  public List<List<String>> commands(String... directives) {
    List<List<String>> commands = new ArrayList<>();
    for (Program program : programs) {
      commands.add(Stream.concat(program.words(), Stream.of(directives)).toList());
    }
    return List.copyOf(commands);
  }
}
