package io.sentinelha.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.config.ServerSettings.ClientClass;
import io.sentinelha.core.config.ServerSettings.LogLevel;
import io.sentinelha.core.config.ServerSettings.OutputLimit;
import io.sentinelha.core.config.ServerSettings.ShutdownFlag;
import io.sentinelha.core.config.ServerSettings.Supervision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadServerLinesTest {

  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void makeHome() {
    home = new Home(folder);
  }

  @Test
  void defaultsAreThoseOfRedisInSentinelMode() throws ConfigException {
    ServerSettings server = home.readText("").server();

    assertThat(server.listen())
        .isEqualTo(
            new ServerSettings.Listen(
                26379, List.of("*", "-::*"), Optional.empty(), 511, Optional.empty(), 0));
    assertThat(server.clients().protectedMode()).isFalse();
    assertThat(server.clients().most()).isEqualTo(10_000);
    assertThat(server.clients().idleTimeout()).isZero();
    assertThat(server.clients().keepalive()).isEqualTo(Duration.ofMinutes(5));
    assertThat(server.clients().outputLimits())
        .containsEntry(ClientClass.NORMAL, new OutputLimit(0, 0, Duration.ZERO))
        .containsEntry(
            ClientClass.PUBSUB, new OutputLimit(32 << 20, 8 << 20, Duration.ofMinutes(1)));
    assertThat(server.clients().aclLogLength()).isEqualTo(128);
    assertThat(server.logging())
        .isEqualTo(new ServerSettings.Logging(LogLevel.NOTICE, "", false, "redis", "local0"));
    assertThat(server.daemon())
        .isEqualTo(
            new ServerSettings.Daemon(
                folder, false, "", Supervision.NO, Duration.ofSeconds(10), Set.of(), Set.of()));
    assertThat(server.metrics()).isEqualTo(new ServerSettings.Metrics(0, "127.0.0.1"));
    assertThat(server.requirePass()).isEmpty();
  }

  @Test
  void everySettingIsRead() throws Exception {
    Files.createDirectory(folder.resolve("run"));
    ServerSettings server =
        home.readText(
                """
                PORT 0
                bind 10.0.0.1 -::1
                bind-source-addr 10.0.0.2
                tcp-backlog 5
                unixsocket s.sock
                unixsocketperm 700
                protected-mode YES
                requirepass "a b"
                maxclients 4294967295
                timeout 6
                tcp-keepalive 0
                client-output-buffer-limit normal 1gb 1k 5 slave 2MB 3b 6
                client-output-buffer-limit pubsub 7 8 9
                rename-command ping pong
                rename-command SHUTDOWN ''
                acllog-max-len 0
                loglevel Nothing
                logfile a.log
                syslog-enabled yes
                syslog-ident ours
                syslog-facility LOCAL7
                daemonize yes
                pidfile p.pid
                supervised systemd
                dir run
                shutdown-timeout 3
                shutdown-on-sigint nosave now
                shutdown-on-sigterm default
                metrics-port 9121
                metrics-bind ::
                """)
            .server();

    assertThat(server.listen())
        .isEqualTo(
            new ServerSettings.Listen(
                0,
                List.of("10.0.0.1", "-::1"),
                Optional.of("10.0.0.2"),
                5,
                Optional.of("s.sock"),
                0700));
    assertThat(server.clients())
        .isEqualTo(
            new ServerSettings.Clients(
                true,
                4_294_967_295L,
                Duration.ofSeconds(6),
                Duration.ZERO,
                Map.of(
                    ClientClass.NORMAL, new OutputLimit(1 << 30, 1000, Duration.ofSeconds(5)),
                    ClientClass.REPLICA, new OutputLimit(2 << 20, 3, Duration.ofSeconds(6)),
                    ClientClass.PUBSUB, new OutputLimit(7, 8, Duration.ofSeconds(9))),
                Map.of("PING", "pong", "SHUTDOWN", ""),
                0));
    assertThat(server.logging())
        .isEqualTo(new ServerSettings.Logging(LogLevel.NOTHING, "a.log", true, "ours", "local7"));
    assertThat(server.daemon())
        .isEqualTo(
            new ServerSettings.Daemon(
                folder.resolve("run"),
                true,
                "p.pid",
                Supervision.SYSTEMD,
                Duration.ofSeconds(3),
                Set.of(ShutdownFlag.NOSAVE, ShutdownFlag.NOW),
                Set.of()));
    assertThat(server.metrics()).isEqualTo(new ServerSettings.Metrics(9121, "::"));
    assertThat(server.requirePass()).contains("a b");
  }

  @Test
  void lastLineCounts() throws ConfigException {
    assertThat(home.readText("port 1\nport 2").server().listen().port()).isEqualTo(2);
  }

  @Test
  void commandLineComesAfterTheFile() throws ConfigException {
    assertThat(home.readText("port 1", "--port", "3").server().listen().port()).isEqualTo(3);
  }

  @Test
  void noBindAddressMeansNone() throws ConfigException {
    assertThat(home.readText("bind").server().listen().bind()).isEmpty();
    assertThat(home.readText("bind ''").server().listen().bind()).isEmpty();
  }

  @Test
  void settingsNeverShowThePassword() throws ConfigException {
    assertThat(home.readText("requirepass s3cret").toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "port x ; port must be a whole number: got x",
        "port 010 ; port must be a whole number: got 010",
        "port +5 ; port must be a whole number: got +5",
        "port 70000 ; port must be <= 65535: got 70000",
        "port 5 6 ; port takes <port>: got 2 arguments (a value with blanks needs quotes)",
        "bind a b c d e f g h i j k l m n o p q ; bind takes <address> ...: got 17 arguments (a value with blanks needs quotes)",
        "bind-source-addr zz ; bind-source-addr must be a literal IPv4 or IPv6 address (host names"
            + " are not supported yet): got zz",
        "protected-mode maybe ; protected-mode must be yes or no: got maybe",
        "loglevel loud ; loglevel must be one of debug, verbose, notice, warning, nothing: got loud",
        "supervised x ; supervised must be one of no, upstart, systemd, auto: got x",
        "maxclients 0 ; maxclients must be > 0: got 0",
        "maxclients 4294967296 ; maxclients must be <= 4294967295: got 4294967296",
        "timeout -1 ; timeout must be >= 0: got -1",
        "timeout 2147483648 ; timeout must be <= 2147483647: got 2147483648",
        "unixsocketperm 999 ; unixsocketperm must be an octal number in 0..777: got 999",
        "unixsocketperm 1777 ; unixsocketperm must be an octal number in 0..777: got 1777",
        "client-output-buffer-limit normal 0 0 ; client-output-buffer-limit takes"
            + " <normal|replica|pubsub> <hard> <soft> <s> ...: got 3 arguments",
        "client-output-buffer-limit normal 0 0 0 x ; client-output-buffer-limit takes groups of"
            + " <class> <hard> <soft> <s>: got 5 arguments",
        "client-output-buffer-limit x 0 0 0 ; client-output-buffer-limit must be one of normal,"
            + " replica, pubsub, slave: got x",
        "client-output-buffer-limit normal x 0 0 ; client-output-buffer-limit must have a size such"
            + " as 512, 64mb or 1gb: got x",
        "client-output-buffer-limit normal 999999999999999999gb 0 0 ; client-output-buffer-limit"
            + " must have a size of less than 2^63 bytes: got 999999999999999999gb",
        "client-output-buffer-limit normal 0 0 -1 ; client-output-buffer-limit must have seconds >="
            + " 0: got -1",
        "shutdown-on-sigint foo ; shutdown-on-sigint must be one of save, nosave, now, force: got"
            + " foo",
        "shutdown-on-sigint save nosave ; shutdown-on-sigint must not say both save and nosave: got"
            + " save nosave",
        "logfile /no/such/folder/x ; logfile must be in a folder that exists: got"
            + " /no/such/folder/x",
        "dir /no/such/folder ; dir must name a folder that exists: got /no/such/folder",
        "dir '' ; dir must name a folder that exists: got ''",
        "dir ; dir takes <folder>: got 0 arguments",
        "metrics-port 65536 ; metrics-port must be <= 65535: got 65536",
        "metrics-bind localhost ; metrics-bind must be a literal IPv4 or IPv6 address (host names"
            + " are not supported yet): got localhost",
        "tls-port 6380 ; tls-port is not supported yet: remove the line or say 0: got 6380",
        "tls-replication yes ; tls-replication is not supported yet: remove the line or say no: got"
            + " yes",
        "tls-cluster yes ; tls-cluster is not supported yet: remove the line or say no: got yes",
        "aclfile users.acl ; aclfile is not supported yet: remove the line: got users.acl",
        "prot 5 ; prot is no directive: did you mean 'port'?",
        "down-after-milliseconds orders 5 ; down-after-milliseconds is no directive: did you mean"
            + " 'sentinel down-after-milliseconds'?",
        "colour blue ; colour is no directive",
        "'' x ; is no directive",
        "maxmemory 1 2 ; maxmemory takes <value>: got 2 arguments (a value with blanks needs quotes)",
        "module.setting ; module.setting takes <value>: got 0 arguments",
        "user alice on nopass ; user must be the user 'default': others are not supported yet,"
            + " remove the line: got (hidden)",
      })
  void brokenRuleIsNamedWithPlaceAndValue(String line, String problem) {
    assertThat(home.problems(line)).containsExactly("sentinel.conf:1: " + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tls-port 0",
        "tls-replication no",
        "tls-cluster no",
        "aclfile ''",
      })
  void whatIsRefusedMaySayWhatHoldsAnyway(String line) throws ConfigException {
    assertThat(home.readText(line).withoutEffect()).isEmpty();
  }

  @Test
  void directivesForDataServersAreAcceptedAndListed() throws ConfigException {
    assertThat(
            home.readText(
                    """
                    maxmemory 100mb
                    save 900 1
                    save
                    replicaof 10.0.0.1 1
                    tls-cert-file a.crt
                    loadmodule m.so a b
                    module.setting 5
                    """)
                .withoutEffect())
        .extracting(Object::toString)
        .containsExactly(
            "sentinel.conf:1: maxmemory",
            "sentinel.conf:2: save",
            "sentinel.conf:3: save",
            "sentinel.conf:4: replicaof",
            "sentinel.conf:5: tls-cert-file",
            "sentinel.conf:6: loadmodule",
            "sentinel.conf:7: module.setting");
  }

  @Test
  void byteOrderMarkIsExplained() {
    assertThat(home.problems("\u00ef\u00bb\u00bfport 1"))
        .containsExactly(
            "sentinel.conf:1: begins with a byte order mark: save the file as plain UTF-8 without"
                + " one");
  }

  @Test
  void nulByteIsRefused() {
    assertThat(home.problems("port 1\u0000\n"))
        .containsExactly("sentinel.conf:1: holds a NUL byte: this is not a text file");
  }

  @Test
  void commandLineIsNamedAsThePlace() {
    assertThat(home.problems("", "--port", "x"))
        .containsExactly("command line: port must be a whole number: got x");
    assertThat(home.problems("", "--sentinel", "port", "5"))
        .containsExactly("command line: port is no directive: did you mean 'port'?");
  }

  @Test
  void whatHasNoEffectYetIsWarnedOf() throws ConfigException {
    assertThat(home.warnings("syslog-enabled no\nunixsocket ''\n")).isEmpty();
    assertThat(home.warnings("syslog-enabled yes\nunixsocket s.sock\n"))
        .containsExactly(
            "sentinel.conf:1: syslog-enabled has no effect yet: the log goes to 'logfile', or to"
                + " standard output without one: got yes",
            "sentinel.conf:2: unixsocket has no effect yet: only TCP is served: got s.sock");
  }
}
