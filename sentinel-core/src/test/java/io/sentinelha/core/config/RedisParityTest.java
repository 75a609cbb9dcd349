package io.sentinelha.core.config;

import static io.sentinelha.core.config.Home.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Guard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What redis-sentinel accepts we accept, and what it refuses we refuse, but for good reasons. */
class RedisParityTest {

  @TempDir Path folder;

  private void checkBoth(String content, boolean ours, boolean theirs) throws Exception {
    Files.writeString(folder.resolve("program"), "#!/bin/sh\n");
    folder.resolve("program").toFile().setExecutable(true);
    Home home = new Home(folder).with("more.conf", "maxclients 7\n");
    String whole = RealSentinel.listening(folder) + content.replace("{home}", folder.toString());
    home.with(Home.MAIN, whole);
    boolean accepted;
    try {
      home.read();
      accepted = true;
    } catch (ConfigException e) {
      accepted = false;
    }
    assertThat(accepted).as("accepted by us: %s", content).isEqualTo(ours);
    try (RealSentinel real = RealSentinel.start(folder, List.of())) {
      assertThat(real.accepts())
          .as("accepted by redis-server: %s%n%s", content, real.log())
          .isEqualTo(theirs);
    }
  }

  static Stream<String> good() {
    return Stream.of(
        "",
        "# only a comment",
        "\n \t \r\n",
        "sentinel",
        "SENTINEL Monitor orders 127.0.0.1 1 1",
        "\"sentinel\" 'monitor' orders 127.0.0.1 1 1",
        "sentinel monitor orders 127.0.0.1 1 1  \t\r",
        "sentinel monitor orders 127.0.0.1 0 1",
        "sentinel monitor orders ::1 1 1",
        "sentinel monitor orders 2001:DB8::0:1 1 1",
        "sentinel monitor orders ::ffff:1.2.3.4 1 1",
        "sentinel monitor \"a b\" 127.0.0.1 1 1",
        "sentinel monitor a\"b\" 127.0.0.1 1 1",
        "sentinel monitor a\\b 127.0.0.1 1 1",
        "sentinel monitor 'm\\'n' 127.0.0.1 1 1",
        "sentinel monitor \"m\\x41\\q\" 127.0.0.1 1 1",
        "sentinel monitor m#x 127.0.0.1 1 1",
        "sentinel monitor a=b 127.0.0.1 1 1",
        "sentinel monitor caf\u00c3\u00a9 127.0.0.1 1 1",
        "sentinel monitor m 127.0.0.1 1 1\nsentinel monitor M 127.0.0.1 1 1",
        "sentinel down-after-milliseconds orders 5\n" + ORDERS,
        ORDERS
            + "sentinel down-after-milliseconds orders 5\n"
            + "sentinel down-after-milliseconds orders 7",
        ORDERS + "sentinel down-after-milliseconds orders 2147483647",
        ORDERS + "sentinel failover-timeout orders 1",
        ORDERS + "sentinel parallel-syncs orders 0",
        ORDERS + "sentinel master-reboot-down-after-period orders 0",
        ORDERS + "sentinel auth-pass orders \"a b\"\nsentinel auth-user orders ''",
        ORDERS + "sentinel config-epoch orders 5\nsentinel leader-epoch orders 6",
        ORDERS + "sentinel current-epoch 7",
        ORDERS + "sentinel known-replica orders 127.0.0.1 1",
        ORDERS + "sentinel known-slave orders 127.0.0.1 5",
        ORDERS
            + "sentinel known-replica orders 127.0.0.1 5\n"
            + "sentinel known-replica orders 127.0.0.2 5",
        ORDERS + "sentinel known-sentinel orders 127.0.0.1 5",
        "sentinel known-sentinel nobody 127.0.0.1 5",
        ORDERS + "sentinel known-sentinel orders 127.0.0.1 5 abc",
        ORDERS
            + "sentinel known-sentinel orders 127.0.0.1 5 a\n"
            + "sentinel known-sentinel orders 127.0.0.1 5 b",
        ORDERS + "sentinel rename-command orders NOSUCH x",
        ORDERS + "sentinel rename-command orders CONFIG CONFIG",
        "sentinel myid " + Home.ID,
        "sentinel announce-ip ''\nsentinel announce-port 0",
        "sentinel announce-ip \"1.2.3.4\"\nsentinel announce-port 5",
        "sentinel deny-scripts-reconfig YES",
        "sentinel resolve-hostnames no\nsentinel announce-hostnames no",
        "sentinel sentinel-user u\nsentinel sentinel-pass p",
        "requirepass \"a b\"",
        "requirepass foo\nuser default on nopass ~* &* +@all",
        "user default on nopass sanitize-payload ~* &* +@all",
        "user default on >foo >bar ~* &* +@all",
        "user default ON nopass allkeys allchannels allcommands",
        "aclfile ''",
        "tls-port 0\ntls-replication no\ntls-cluster no\ntls-auth-clients optional",
        "bind",
        "bind ''",
        "bind 127.0.0.1 -::1",
        "bind *",
        "protected-mode yEs",
        "supervised auto",
        "loglevel DEBUG",
        "unixsocketperm 700",
        "unixsocketperm 0700",
        "client-output-buffer-limit normal 1gb 1MB 5 pubsub 5 6 7",
        "client-output-buffer-limit replica 1kb 1 1\nclient-output-buffer-limit slave 1kb 1 1",
        "shutdown-on-sigint nosave now\nshutdown-on-sigterm default",
        "rename-command PING x\nrename-command info ''",
        "syslog-facility LOCAL7\nsyslog-ident ''",
        "logfile ''",
        "logfile real.txt\nlogfile ''",
        "pidfile ''",
        "module.setting 5",
        "loadmodule /nope.so a b",
        "save\nsave ''\nsave 5 6 7 8",
        "replicaof 1.2.3.4 5\nappendonly yes\nmasterauth x",
        "list-max-ziplist-entries 5\nlua-replicate-commands yes\nslave-priority 5",
        "latency-tracking-info-percentiles 50 99\noom-score-adj-values 1 2 3",
        "PORT 0",
        "include more.conf",
        "include none*.conf",
        "include m[o]re.co?f",
        "dir {home}\ninclude more.conf",
        "maxclients 4294967295\ntimeout 2147483647\ntcp-keepalive 0\ntcp-backlog 5");
  }

  @ParameterizedTest
  @MethodSource("good")
  void bothAccept(String content) throws Exception {
    checkBoth(content, true, true);
  }

  static Stream<String> bad() {
    return Stream.of(
        "colour blue",
        "sentinel colour blue",
        "sentinel monitor",
        "sentinel monitor orders 127.0.0.1 1",
        "sentinel monitor orders 127.0.0.1 1 1 1",
        "sentinel monitor orders 127.0.0.1 1 1 # comment",
        "sentinel monitor orders 127.0.0.1 65536 1",
        "sentinel monitor orders 127.0.0.1 -1 1",
        "sentinel monitor orders 127.0.0.1 1 0",
        "sentinel monitor orders 127.0.0.1 1 x",
        "sentinel monitor orders localhost 1 1",
        "sentinel monitor orders [::1] 1 1",
        "sentinel monitor orders '' 1 1",
        "sentinel monitor a\"b 127.0.0.1 1 1",
        "sentinel monitor \"m\"x 127.0.0.1 1 1",
        "sentinel monitor orders 127.0.0.1 1 1\rport 0",
        ORDERS + ORDERS,
        "\"\"",
        "\u00ef\u00bb\u00bfport 0",
        ORDERS + "sentinel down-after-milliseconds orders 0",
        ORDERS + "sentinel down-after-milliseconds orders -5",
        ORDERS + "sentinel down-after-milliseconds orders abc",
        ORDERS + "sentinel down-after-milliseconds orders 0x10",
        ORDERS + "sentinel down-after-milliseconds orders 3000000000",
        ORDERS + "sentinel down-after-milliseconds orders",
        ORDERS + "sentinel down-after-milliseconds orders 5 5",
        ORDERS + "sentinel down-after-milliseconds nobody 5",
        ORDERS + "sentinel failover-timeout orders 0",
        ORDERS + "sentinel master-reboot-down-after-period orders -1",
        ORDERS + "sentinel rename-command nobody a b",
        ORDERS
            + "sentinel rename-command orders CONFIG x\n"
            + "sentinel rename-command orders config y",
        ORDERS
            + "sentinel known-replica orders 127.0.0.1 5\n"
            + "sentinel known-slave orders 127.0.0.1 5",
        ORDERS + "sentinel known-replica orders host 5",
        ORDERS + "sentinel known-replica orders 127.0.0.1 70000",
        ORDERS + "sentinel known-sentinel orders host 5 a",
        ORDERS
            + "sentinel known-sentinel orders 127.0.0.1 5 a\n"
            + "sentinel known-sentinel orders 127.0.0.1 6 a",
        ORDERS + "sentinel notification-script orders /nope",
        "sentinel current-epoch",
        "sentinel myid abc",
        "sentinel deny-scripts-reconfig maybe",
        "tls-port 5",
        "tls-replication yes",
        "tls-cluster yes",
        "aclfile ./users.acl",
        "user default on nopass ~* &* +@all\nuser default on nopass ~* &* +@all",
        "user default on #zz ~* +@all",
        "loglevel x",
        "port x",
        "port 70000",
        "port -1",
        "port 5 6",
        "port 010",
        "port +5",
        "port ''",
        "bind a b c d e f g h i j k l m n o p q",
        "protected-mode maybe",
        "supervised x",
        "dir /no/such/folder",
        "dir ''",
        "maxclients 0",
        "timeout -1",
        "timeout 2147483648",
        "unixsocketperm 999",
        "unixsocketperm 1777",
        "client-output-buffer-limit foo 0 0 0",
        "client-output-buffer-limit normal 0 0",
        "client-output-buffer-limit normal x 0 0",
        "client-output-buffer-limit normal 0 0 -1",
        "client-output-buffer-limit normal -1 0 0",
        "shutdown-timeout -1",
        "shutdown-on-sigint foo",
        "shutdown-on-sigterm save nosave",
        "syslog-facility local9",
        "logfile no/such/folder/x",
        "module.setting",
        "maxmemory 5 6",
        "oom-score-adj-values 1 2",
        "include",
        "include a b",
        "include nope.conf",
        "metrics-port");
  }

  @ParameterizedTest
  @MethodSource("bad")
  void bothRefuse(String content) throws Exception {
    checkBoth(content, false, false);
  }

  static Stream<Arguments> onlyRedisAccepts() {
    return Stream.of(
        Arguments.of("a number that is cut short", "sentinel monitor m 127.0.0.1 1x 1"),
        Arguments.of("a number that means 0", "sentinel monitor m 127.0.0.1 abc 1"),
        Arguments.of("a number that overflows", "sentinel monitor m 127.0.0.1 1 99999999999"),
        Arguments.of("a number cut short", ORDERS + "sentinel down-after-milliseconds orders 5x"),
        Arguments.of("a sign", ORDERS + "sentinel down-after-milliseconds orders +5"),
        Arguments.of("an exponent", ORDERS + "sentinel down-after-milliseconds orders 1e3"),
        Arguments.of("no sync, by a slip", ORDERS + "sentinel parallel-syncs orders x"),
        Arguments.of("a count below 0", ORDERS + "sentinel parallel-syncs orders -1"),
        Arguments.of("poison", ORDERS + "sentinel config-epoch orders -1"),
        Arguments.of("poison", ORDERS + "sentinel config-epoch orders 18446744073709551615"),
        Arguments.of("poison", "sentinel current-epoch 4611686018427387904"),
        Arguments.of("no number", "sentinel current-epoch x"),
        Arguments.of("no port", "sentinel announce-port 70000"),
        Arguments.of("no port", "sentinel announce-port x"),
        Arguments.of("reaches no peer", "sentinel announce-ip host.example"),
        Arguments.of("short for another address", "sentinel monitor m 127.1 1 1"),
        Arguments.of("octal, which is 8.0.0.1", "sentinel monitor m 010.0.0.1 1 1"),
        Arguments.of("zone that is dropped", "sentinel monitor m fe80::1%lo 1 1"),
        Arguments.of("breaks every hello", "sentinel monitor a,b 127.0.0.1 1 1"),
        Arguments.of("breaks the next start", "sentinel monitor '' 127.0.0.1 1 1"),
        Arguments.of("forges lines", "sentinel monitor \"a\\nb\" 127.0.0.1 1 1"),
        Arguments.of("is no text", "sentinel monitor \u00ff 127.0.0.1 1 1"),
        Arguments.of(
            "breaks every hello", "sentinel myid '0123456789 23456789,123456789012345678 9'"),
        Arguments.of("nobody", ORDERS + "sentinel known-sentinel orders 127.0.0.1 5 ''"),
        Arguments.of("no command", ORDERS + "sentinel rename-command orders CONFIG ''"),
        Arguments.of("not yet", "sentinel resolve-hostnames yes"),
        Arguments.of("not yet", "sentinel announce-hostnames yes"),
        Arguments.of("not yet", ORDERS + "sentinel notification-script orders {home}/program"),
        Arguments.of("not yet", "user alice on >foo ~* +@all"),
        Arguments.of("locks everybody out", "user default off"),
        Arguments.of("locks everybody out", "user default on ~* &* +@all"),
        Arguments.of("not yet", "user default on nopass"),
        Arguments.of("links that cannot be made", "bind-source-addr zz"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("onlyRedisAccepts")
  void weRefuseWhatWouldHurt(String reason, String content) throws Exception {
    assertThat(reason).isNotEmpty();
    checkBoth(content, false, true);
  }

  static Stream<Arguments> onlyWeAccept() {
    return Stream.of(
        Arguments.of("of Valkey", ORDERS + "sentinel primary-reboot-down-after-period orders 5"),
        Arguments.of("of Redis 7.2", "loglevel nothing"),
        Arguments.of("of Redis 7.4", "hide-user-data-from-log yes"),
        Arguments.of("of Valkey 8", "commandlog-slow-execution-max-len 5"),
        Arguments.of("has no effect here", "maxmemory x"),
        Arguments.of("has no effect here", "save 5"),
        Arguments.of("the command table knows", "rename-command NOSUCH x"),
        Arguments.of("ours", "metrics-port 0\nmetrics-bind 127.0.0.1"),
        Arguments.of("ours", ORDERS + "sentinel min-replicas-to-write orders 1"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("onlyWeAccept")
  void weAcceptWhatIsHarmless(String reason, String content) throws Exception {
    assertThat(reason).isNotEmpty();
    checkBoth(content, true, false);
  }

  static Stream<Arguments> commandLines() {
    return Stream.of(
        Arguments.of(true, List.of("--maxclients", "7")),
        Arguments.of(true, List.of("--maxclients", "7", "--sentinel", "--timeout", "5")),
        Arguments.of(true, List.of("--maxclients 7")),
        Arguments.of(true, List.of("--bind", "127.0.0.1", "-::1")),
        Arguments.of(true, List.of("--sentinel", "monitor", "m", "127.0.0.1", "1", "1")),
        Arguments.of(true, List.of("--sentinel monitor m 127.0.0.1 1 1")),
        Arguments.of(true, List.of("--save", "--maxclients", "7")),
        Arguments.of(true, List.of("--save")),
        Arguments.of(true, List.of("--requirepass", "a \"b")),
        Arguments.of(true, List.of("--requirepass", "--x")),
        Arguments.of(true, List.of("--logfile", "")),
        Arguments.of(true, List.of("--MaxClients", "7")),
        Arguments.of(true, List.of("--maxclients", "7", "-")),
        Arguments.of(false, List.of("--maxclients", "--sentinel")),
        Arguments.of(false, List.of("maxclients", "7")),
        Arguments.of(false, List.of("-x")),
        Arguments.of(false, List.of("--", "--maxclients", "7")),
        Arguments.of(false, List.of("--colour", "blue")));
  }

  @ParameterizedTest
  @MethodSource("commandLines")
  void commandLinesAreTakenAlike(boolean accepted, List<String> arguments) {
    Home home = new Home(folder).with(Home.MAIN, RealSentinel.listening(folder));
    String[] ours =
        Stream.concat(Stream.of("--sentinel"), arguments.stream()).toArray(String[]::new);
    boolean read;
    try {
      home.read(ours);
      read = true;
    } catch (ConfigException e) {
      read = false;
    }
    assertThat(read).as("by us").isEqualTo(accepted);
    try (RealSentinel real = RealSentinel.start(folder, arguments)) {
      assertThat(real.accepts()).as("by redis-server: %s", real.log()).isEqualTo(accepted);
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  /** Rollback: whatever we wrote, as long as nobody put a directive of ours into the file. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void redisTakesWhatWeWrite(long seed) throws Exception {
    Configurations drawn = new Configurations(seed, false);
    DurableState state = drawn.state();
    Configurations.Layout layout = drawn.layout(state);
    Home home = new Home(folder).with("more.conf", layout.included());
    home.with(Home.MAIN, RealSentinel.listening(folder) + layout.main());
    String[] arguments = layout.arguments().toArray(String[]::new);
    ConfigFile file = home.open(arguments);
    for (int i = 0; i < 3; i++) {
      state = drawn.next(state);
      assertThat(file.save(state)).isEqualTo(new SaveResult.Saved());
    }

    try (RealSentinel real = RealSentinel.start(folder, layout.arguments())) {
      assertThat(real.accepts() || hasStateElsewhere())
          .as("%s%n%s", home.text(Home.MAIN), real.log())
          .isTrue();
    }
  }

  /** Then lines outside the main file speak of what is gone, which only we can pass over. */
  private boolean hasStateElsewhere() {
    return Files.exists(folder.resolve(Home.MAIN + ".state.json"));
  }

  @Test
  void runTimeValuesOfOurOwnDirectivesDoNotKeepRedisFromStarting() throws Exception {
    Home home = new Home(folder).with(Home.MAIN, RealSentinel.listening(folder) + ORDERS);
    ConfigFile file = home.open();
    file.save(
        States.set(
            file.config().state(),
            "orders",
            s -> s.withGuard(new Guard(1, 5)).withRefusedDownAfterMillis(100)));

    try (RealSentinel real = RealSentinel.start(folder, List.of())) {
      assertThat(real.accepts()).as(real.log()).isTrue();
    }
  }
}
