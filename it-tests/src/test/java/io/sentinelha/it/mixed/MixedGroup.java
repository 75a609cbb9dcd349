package io.sentinelha.it.mixed;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A primary, two replicas, and three supervisors, each of the one kind or the other. */
final class MixedGroup implements AutoCloseable {

  /**
   * More than one second, for the sake of redis-sentinel. After a switch it connects to the new
   * primary at most once a second, counted from its last attempt to reach the former one, while the
   * silence of the new one counts from the switch, and what its peers said of the former one still
   * stands. With one second it now and then fails a healthy new primary over at once.
   */
  private static final int DOWN_AFTER_MILLIS = 2_000;

  private static final int FAILOVER_TIMEOUT_MILLIS = 10_000;
  private static final int LONG_MILLIS = 90_000;

  /** What all supervisors say about the primary. */
  record Agreement(int port, long configEpoch) {}

  private final Group group;
  private final Path folder;
  private final List<Kind> kinds;

  private MixedGroup(Group group, Path folder, List<Kind> kinds) {
    this.group = group;
    this.folder = folder;
    this.kinds = new ArrayList<>(kinds);
  }

  /** Returns when everybody knows everybody. */
  static MixedGroup start(Path folder, List<Kind> kinds) throws IOException {
    Group.Setup setup =
        new Group.Setup(
            kinds.stream().map(Kind::command).toList(),
            Group.REDIS_SERVERS,
            DOWN_AFTER_MILLIS,
            FAILOVER_TIMEOUT_MILLIS,
            List.of());
    return new MixedGroup(Group.start(setup, folder), folder, kinds);
  }

  IntStream all() {
    return IntStream.range(0, kinds.size());
  }

  Kind kind(int index) {
    return kinds.get(index);
  }

  /** The first supervisor of a kind. */
  int first(Kind kind) {
    return kinds.indexOf(kind);
  }

  ServerProcess supervisor(int index) {
    return group.supervisors().get(index);
  }

  ServerProcess primary() {
    return group.primary();
  }

  Path conf(int index) {
    return folder.resolve("supervisor" + index).resolve("sentinel.conf");
  }

  RespValue ask(int index, String... words) throws IOException {
    try (RespClient client = new RespClient(supervisor(index).port, 500)) {
      return client.call(words);
    }
  }

  /** Asks for something that is one line. */
  String line(int index, String... words) throws IOException {
    return RespClient.text(ask(index, words));
  }

  String idOf(int index) throws IOException {
    return line(index, "SENTINEL", "MYID");
  }

  Map<String, String> primaryFields(int index) throws IOException {
    return RespClient.toMap(ask(index, "SENTINEL", "MASTER", Group.NAME));
  }

  /** One field of every entry of SENTINEL SENTINELS or SENTINEL REPLICAS. */
  List<String> each(int index, String list, String field) throws IOException {
    return RespClient.elements(ask(index, "SENTINEL", list, Group.NAME)).stream()
        .map(RespClient::toMap)
        .map(fields -> fields.getOrDefault(field, ""))
        .toList();
  }

  /**
   * Makes one supervisor the only one that can find the primary objectively down. It still needs
   * one other that finds it down too: the seconder, whose own quorum is out of reach. The rest does
   * not notice anything and votes as it is asked.
   */
  void onlyLeader(int leader, int seconder) throws IOException {
    for (int i : all().filter(i -> i != leader).toArray()) {
      set(i, "quorum", "3");
      if (i != seconder) {
        set(i, "down-after-milliseconds", "600000");
      }
    }
  }

  private void set(int index, String option, String value) throws IOException {
    String reply = line(index, "SENTINEL", "SET", Group.NAME, option, value);
    if (!reply.equals("OK")) {
      throw new IOException("SET " + option + " was refused: " + reply);
    }
  }

  /** Waits until all name the same primary in the same version, and not the former one. */
  Agreement awaitAgreement(int former) {
    List<Agreement> answers = new ArrayList<>();
    Await.until(
        "all name one new primary",
        LONG_MILLIS,
        () -> {
          answers.clear();
          for (int i : all().toArray()) {
            Map<String, String> fields = primaryFields(i);
            answers.add(
                new Agreement(
                    Integer.parseInt(fields.getOrDefault("port", "0")),
                    Long.parseLong(fields.getOrDefault("config-epoch", "-1"))));
          }
          return answers.stream().distinct().count() == 1 && answers.get(0).port != former;
        });
    group.primaryIs(answers.get(0).port);
    return answers.get(0);
  }

  /** Waits until all replicas, the former primary included, follow the present primary. */
  void awaitHealthy() {
    group.awaitHealthy(LONG_MILLIS);
  }

  /** What every supervisor had printed at a moment. */
  List<Integer> mark() throws IOException {
    List<Integer> marks = new ArrayList<>();
    for (ServerProcess supervisor : group.supervisors()) {
      marks.add(supervisor.output().length());
    }
    return marks;
  }

  /** The supervisors that printed something since a moment. */
  List<Integer> whoSaid(String words, List<Integer> since) throws IOException {
    List<Integer> found = new ArrayList<>();
    for (int i : all().toArray()) {
      if (supervisor(i).output().substring(since.get(i)).contains(words)) {
        found.add(i);
      }
    }
    return found;
  }

  /** Ends a supervisor in order and starts one of the other kind on its configuration file. */
  void replace(int index) throws IOException, InterruptedException {
    Kind next = kind(index).other();
    group.replaceSupervisor(index, next.command());
    kinds.set(index, next);
    Await.until(
        "the other kind answers",
        LONG_MILLIS,
        () -> {
          if (!supervisor(index).isAlive()) {
            throw new AssertionError("it ended: " + supervisor(index).output());
          }
          return line(index, "PING").equals("PONG");
        });
  }

  @Override
  public void close() {
    group.close();
  }
}
