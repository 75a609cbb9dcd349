package io.sentinelha.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The command lines of those who are compared. */
final class Contenders {

  private static final String REDIS = "redis";

  /** What the data nodes of a group are. */
  enum Servers {
    OURS,
    REDIS,
    /** By turns, the bundled server first. */
    MIXED
  }

  /**
   * Our supervisor with its flight recorder on, into {@code recording} beside its configuration.
   */
  static final String RECORDED = "recorded";

  private Contenders() {}

  static boolean isRedis(String name) {
    return name.equals(REDIS);
  }

  /**
   * The command of one contender.
   *
   * @param ours the command line of our supervisor, {@code {conf}} standing for its configuration
   */
  static List<String> command(String name, String ours) {
    return isRedis(name)
        ? List.of("redis-server", "{conf}", "--sentinel")
        : List.of(absolute(ours).split(" "));
  }

  static List<String> command(String name, String ours, Path conf) {
    List<String> words = new ArrayList<>();
    command(name, ours).forEach(word -> words.add(word.replace("{conf}", conf.toString())));
    if (name.equals(RECORDED)) {
      words.addAll(List.of("--record", recording(conf).toString()));
    }
    return words;
  }

  /**
   * The commands of the data nodes of a group.
   *
   * @param ours the command line of the bundled server, {@code {conf}} standing for its
   *     configuration
   */
  static List<List<String>> servers(Servers servers, String ours) {
    List<String> bundled = List.of(absolute(ours).split(" "));
    return switch (servers) {
      case REDIS -> Group.REDIS_SERVERS;
      case OURS -> Collections.nCopies(Group.NODES, bundled);
      case MIXED -> {
        List<List<String>> all = new ArrayList<>(Group.REDIS_SERVERS);
        for (int i = 0; i < Group.NODES; i += 2) {
          all.set(i, bundled);
        }
        yield List.copyOf(all);
      }
    };
  }

  static Path recording(Path conf) {
    return conf.resolveSibling("recording");
  }

  /** The supervisor runs in a folder of its own, so a relative program must be made absolute. */
  private static String absolute(String command) {
    int blank = command.indexOf(' ');
    String program = blank < 0 ? command : command.substring(0, blank);
    return program.indexOf('/') > 0
        ? Path.of(program).toAbsolutePath() + command.substring(program.length())
        : command;
  }
}
