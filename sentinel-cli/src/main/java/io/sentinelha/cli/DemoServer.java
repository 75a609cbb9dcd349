package io.sentinelha.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the demo's data nodes are.
 *
 * @param name as it is printed
 * @param command the command line without directives
 */
record DemoServer(String name, List<String> command) {

  /** Kinds that have a name of their own on the command line. */
  enum Kind {
    OURS,
    REDIS
  }

  /** The server of this program, which needs nothing else to be installed. */
  static DemoServer bundled() {
    List<String> command = new ArrayList<>(ThisProgram.command());
    command.add("server");
    return new DemoServer("bundled server", List.copyOf(command));
  }

  /**
   * A program that is installed, by name or path, and takes directives as redis-server does.
   *
   * @throws Refusal if it is not installed
   */
  static DemoServer installed(String program) {
    boolean found =
        program.indexOf('/') >= 0
            ? Files.isExecutable(Path.of(program))
            : Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    if (!found) {
      throw new Refusal(
          Refusal.FAILED,
          "this demo needs "
              + program
              + ", which is not installed (Debian: apt-get install redis-server);"
              + " without --servers and --server it runs on the bundled server");
    }
    return new DemoServer(program, List.of(program));
  }
}
