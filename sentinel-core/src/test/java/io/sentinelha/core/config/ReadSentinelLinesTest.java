package io.sentinelha.core.config;

import static io.sentinelha.core.config.Home.ID;
import static io.sentinelha.core.config.Home.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Credentials;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.DurableState.Peer;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.quorum.Epoch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadSentinelLinesTest {

  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void makeHome() {
    home = new Home(folder);
  }

  @Test
  void primaryHasTheDefaultsOfRedis() throws ConfigException {
    DurableState.Primary primary = home.primary(ORDERS);

    assertThat(primary.name()).isEqualTo("orders");
    assertThat(primary.address()).isEqualTo(new Endpoint("127.0.0.1", 1));
    assertThat(primary.settings()).isEqualTo(PrimarySettings.defaults(2));
    assertThat(primary.configEpoch()).isEqualTo(Epoch.ZERO);
    assertThat(primary.leaderEpoch()).isEqualTo(Epoch.ZERO);
    assertThat(primary.replicas()).isEmpty();
    assertThat(primary.peers()).isEmpty();
  }

  @Test
  void everyDirectiveOfAPrimaryIsRead() throws ConfigException {
    DurableState.Primary primary =
        home.primary(
            """
            sentinel monitor orders 10.0.0.1 6379 2
            sentinel down-after-milliseconds orders 5000
            sentinel failover-timeout orders 60000
            sentinel parallel-syncs orders 3
            sentinel auth-pass orders "p \\x41"
            sentinel auth-user orders guard
            sentinel master-reboot-down-after-period orders 7
            sentinel connection-refused-down-after-milliseconds orders 500
            sentinel min-replicas-to-write orders 1
            sentinel min-replicas-max-lag orders 4
            sentinel config-epoch orders 5
            sentinel leader-epoch orders 6
            sentinel known-replica orders 10.0.0.2 6379
            sentinel known-slave orders 10.0.0.3 6379
            sentinel known-sentinel orders 10.0.0.4 26379 peer
            sentinel rename-command orders config guarded
            """);

    PrimarySettings expected =
        PrimarySettings.defaults(2)
            .withDownAfterMillis(5000)
            .withFailoverTimeoutMillis(60_000)
            .withParallelSyncs(3)
            .withAuth(Credentials.NONE.withUser("guard").withPassword("p A"))
            .withRenamedCommands(Map.of("CONFIG", "guarded"))
            .withRebootDownAfterMillis(7)
            .withRefusedDownAfterMillis(500)
            .withGuard(new Guard(1, 4));
    assertThat(primary.settings()).isEqualTo(expected);
    assertThat(primary.configEpoch()).isEqualTo(new Epoch(5));
    assertThat(primary.leaderEpoch()).isEqualTo(new Epoch(6));
    assertThat(primary.replicas())
        .containsExactly(new Endpoint("10.0.0.2", 6379), new Endpoint("10.0.0.3", 6379));
    assertThat(primary.peers()).containsExactly(new Peer("peer", new Endpoint("10.0.0.4", 26379)));
  }

  @Test
  void everyDirectiveOfTheSupervisorIsRead() throws ConfigException {
    SentinelConfig config =
        home.readText(
            """
            sentinel myid aaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbb
            sentinel current-epoch 9
            sentinel announce-ip "10.0.0.9"
            sentinel announce-port 9999
            sentinel sentinel-user peer
            sentinel sentinel-pass word
            sentinel deny-scripts-reconfig no
            sentinel resolve-hostnames no
            sentinel announce-hostnames NO
            """);

    assertThat(config.state())
        .isEqualTo(
            new DurableState(
                "aaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbb",
                new Epoch(9),
                new DurableState.Identity(
                    "10.0.0.9", 9999, Credentials.NONE.withUser("peer").withPassword("word")),
                List.of()));
    assertThat(config.isNewId()).isFalse();
    assertThat(config.denyScriptsReconfig()).isFalse();
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void idIsMadeUpWhenThereIsNone() throws ConfigException {
    SentinelConfig config = home.readText("");

    assertThat(config.state().myId()).isEqualTo(ID);
    assertThat(config.isNewId()).isTrue();
    assertThat(config.denyScriptsReconfig()).isTrue();
    assertThat(config.state().identity()).isEqualTo(DurableState.Identity.DEFAULT);
  }

  @Test
  void settingsMayStandBeforeTheirPrimary() throws ConfigException {
    assertThat(
            home.primary("sentinel down-after-milliseconds orders 5\n" + ORDERS)
                .settings()
                .downAfterMillis())
        .isEqualTo(5);
  }

  @Test
  void caseOfDirectivesDoesNotMatterButThatOfNamesDoes() throws ConfigException {
    SentinelConfig config =
        home.readText(
            "SENTINEL Monitor orders 127.0.0.1 1 1\nsentinel monitor ORDERS 127.0.0.1 2 1");

    assertThat(config.state().primaries())
        .extracting(DurableState.Primary::name)
        .containsExactly("orders", "ORDERS");
  }

  @Test
  void carriageReturnsIndentationAndCommentsAreNoMatter() throws ConfigException {
    assertThat(home.primary("# a\r\n\r\n \t # b 'c\r\n\t" + ORDERS.replace("\n", "  \r\n")).name())
        .isEqualTo("orders");
  }

  @Test
  void addressHasOneSpelling() throws ConfigException {
    DurableState.Primary primary =
        home.primary(
            "sentinel monitor orders 2001:DB8::0:1 1 1\n"
                + "sentinel known-replica orders 2001:db8:0::2 1");

    assertThat(primary.address()).isEqualTo(new Endpoint("2001:db8::1", 1));
    assertThat(primary.replicas()).containsExactly(new Endpoint("2001:db8::2", 1));
  }

  @Test
  void peerWithoutIdIsIgnoredEvenForNoPrimary() throws ConfigException {
    assertThat(home.primary(ORDERS + "sentinel known-sentinel nobody 127.0.0.1 5").peers())
        .isEmpty();
  }

  @Test
  void primaryItselfIsNoneOfItsReplicas() throws ConfigException {
    assertThat(home.primary(ORDERS + "sentinel known-replica orders 127.0.0.1 1").replicas())
        .isEmpty();
  }

  @Test
  void supervisorItselfIsNoneOfItsPeers() throws ConfigException {
    String content =
        ORDERS + "sentinel myid " + ID + "\nsentinel known-sentinel orders 10.0.0.1 1 " + ID;

    assertThat(home.primary(content).peers()).isEmpty();
    assertThat(home.warnings(content))
        .containsExactly(
            "sentinel.conf:3: known-sentinel for 'orders' is ignored where it names this supervisor"
                + " itself");
  }

  @Test
  void currentEpochIsTheHighestOfAll() throws ConfigException {
    String epochs = ORDERS + "sentinel current-epoch 2\nsentinel config-epoch orders %d\n";

    assertThat(home.readText(epochs.formatted(1)).state().currentEpoch()).isEqualTo(new Epoch(2));
    assertThat(home.readText(epochs.formatted(7)).state().currentEpoch()).isEqualTo(new Epoch(7));
    assertThat(
            home.readText(epochs.formatted(1) + "sentinel leader-epoch orders 8")
                .state()
                .currentEpoch())
        .isEqualTo(new Epoch(8));
  }

  @Test
  void repeatedEpochNeverFalls() throws ConfigException {
    assertThat(
            home.primary(
                    ORDERS + "sentinel leader-epoch orders 7\nsentinel leader-epoch orders 3\n")
                .leaderEpoch())
        .isEqualTo(new Epoch(7));
  }

  @Test
  void lastOfSeveralSettingsCountsAndTheFirstIsWarnedOf() throws ConfigException {
    String content =
        ORDERS
            + "sentinel down-after-milliseconds orders 5\n"
            + "sentinel down-after-milliseconds orders 7\nport 1\nport 2\n";

    assertThat(home.primary(content).settings().downAfterMillis()).isEqualTo(7);
    assertThat(home.warnings(content))
        .containsExactlyInAnyOrder(
            "sentinel.conf:2: down-after-milliseconds has no effect: sentinel.conf:3 says it again",
            "sentinel.conf:4: port has no effect: sentinel.conf:5 says it again");
  }

  @Test
  void emptyTextMeansNone() throws ConfigException {
    SentinelConfig config =
        home.readText(
            ORDERS
                + "sentinel auth-pass orders ''\nsentinel auth-user orders \"\"\n"
                + "sentinel announce-ip ''\nsentinel sentinel-pass ''\nsentinel sentinel-user ''");

    assertThat(config.state().identity()).isEqualTo(DurableState.Identity.DEFAULT);
    assertThat(config.state().primaries().get(0).settings().auth()).isEqualTo(Credentials.NONE);
  }

  @Test
  void valkeysNameOfTheRebootRuleIsUnderstood() throws ConfigException {
    assertThat(
            home.primary(ORDERS + "sentinel primary-reboot-down-after-period orders 5")
                .settings()
                .rebootDownAfterMillis())
        .isEqualTo(5);
  }

  @Test
  void nameMayBeQuotedAndHoldBlanksButIsWarnedOf() throws ConfigException {
    String content = "sentinel monitor \"a b\" 127.0.0.1 1 1\nsentinel auth-pass 'a b' x";

    assertThat(home.primary(content).name()).isEqualTo("a b");
    assertThat(home.warnings(content).get(0))
        .startsWith("sentinel.conf:1: monitor for 'a b' should have a name without blanks");
  }

  @Test
  void nameMayBeAnyText() throws ConfigException {
    String utf8 = Words.toBytes("caf\u00e9");

    assertThat(home.primary("sentinel monitor " + utf8 + " 127.0.0.1 1 1").name())
        .isEqualTo("caf\u00e9");
    assertThat(home.primary("sentinel monitor a=b#c\\d 127.0.0.1 1 1").name())
        .isEqualTo("a=b#c\\d");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "monitor orders 127.0.0.1 1 | monitor for 'orders' takes <name> <ip> <port> <quorum>: got 3 arguments",
        "monitor | monitor takes <name> <ip> <port> <quorum>: got 0 arguments",
        "monitor x localhost 1 1 | monitor for 'x' must have as address a literal IPv4 or IPv6"
            + " address (host names are not supported yet): got localhost",
        "monitor x '' 1 1 | monitor for 'x' must have as address a literal IPv4 or IPv6"
            + " address (host names are not supported yet): got ''",
        "monitor x 127.0.0.1 65536 1 | monitor for 'x' must have port <= 65535: got 65536",
        "monitor x 127.0.0.1 -1 1 | monitor for 'x' must have port >= 0: got -1",
        "monitor x 127.0.0.1 abc 1 | monitor for 'x' must have as port a whole number: got abc",
        "monitor x 127.0.0.1 1 0 | monitor for 'x' must have quorum > 0: got 0",
        "monitor x 127.0.0.1 1 2147483648 | monitor for 'x' must have quorum <= 2147483647: got"
            + " 2147483648",
        "monitor a,b 127.0.0.1 1 1 | monitor for 'a,b' must have a name without commas and control"
            + " characters: got a,b",
        "monitor '' 127.0.0.1 1 1 | monitor must have a name without commas and control characters:"
            + " got ''",
        "down-after-milliseconds orders -5 | down-after-milliseconds for 'orders' must be > 0:"
            + " got -5",
        "down-after-milliseconds orders 5x | down-after-milliseconds for 'orders' must be a whole"
            + " number: got 5x",
        "down-after-milliseconds orders 99999999999999999999 | down-after-milliseconds for"
            + " 'orders' must be <= 2147483647: got 99999999999999999999",
        "down-after-milliseconds orders | down-after-milliseconds takes <name> <ms>: got 1 argument",
        "auth-pass orders a b | auth-pass takes <name> <password>: got 3 arguments (a value with"
            + " blanks needs quotes)",
        "failover-timeout orders 0 | failover-timeout for 'orders' must be > 0: got 0",
        "parallel-syncs orders -1 | parallel-syncs for 'orders' must be >= 0: got -1",
        "master-reboot-down-after-period orders -1 | master-reboot-down-after-period for 'orders'"
            + " must be >= 0: got -1",
        "connection-refused-down-after-milliseconds orders -1 |"
            + " connection-refused-down-after-milliseconds for 'orders' must be >= 0: got -1",
        "min-replicas-to-write orders -1 | min-replicas-to-write for 'orders' must be >= 0: got -1",
        "min-replicas-max-lag orders 0 | min-replicas-max-lag for 'orders' must be > 0: got 0",
        "down-after-milliseconds nobody 5 | down-after-milliseconds for 'nobody' is about a primary"
            + " that no 'sentinel monitor' line names",
        "config-epoch orders x | config-epoch for 'orders' must be a whole number: got x",
        "known-replica orders 10.0.0.1 70000 | known-replica for 'orders' must have port <= 65535:"
            + " got 70000",
        "known-sentinel orders 10.0.0.1 1 '' | known-sentinel for 'orders' must have as id"
            + " characters without blanks, commas and controls: got ''",
        "rename-command orders CONFIG '' | rename-command for 'orders' must have two names that are"
            + " not empty",
        "myid abc | myid must have 40 characters: got abc",
        "myid 'aaaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa' | myid must be characters without blanks,"
            + " commas and controls: got aaaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa",
        "current-epoch -1x | current-epoch must be a whole number: got -1x",
        "announce-ip host.example | announce-ip must be a literal IPv4 or IPv6 address (host names"
            + " are not supported yet): got host.example",
        "announce-port 65536 | announce-port must be <= 65535: got 65536",
        "deny-scripts-reconfig maybe | deny-scripts-reconfig must be yes or no: got maybe",
        "resolve-hostnames yes | resolve-hostnames is not supported yet: remove the line or say no:"
            + " got yes",
        "announce-hostnames yes | announce-hostnames is not supported yet: remove the line or say"
            + " no: got yes",
        "state-config-file /x | state-config-file is not supported yet: remove the line: got /x",
        "notification-script orders /x | notification-script for 'orders' is not supported yet:"
            + " remove the line and subscribe to the events instead (PSUBSCRIBE *): got /x",
        "client-reconfig-script orders /x | client-reconfig-script for 'orders' is not supported"
            + " yet: remove the line and subscribe to +switch-master instead: got /x",
        "monitr x | monitr is no directive: did you mean 'sentinel monitor'?",
        "down-after orders 5 | down-after is no directive",
        "port 5 | port is no directive: did you mean 'port'?",
      })
  void brokenRuleIsNamedWithPlaceAndValue(String line, String problem) {
    assertThat(home.problems(ORDERS + "sentinel " + line))
        .containsExactly("sentinel.conf:2: " + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sentinel known-replica orders 10.0.0.1 5\nsentinel known-slave orders 10.0.0.1 5",
        "sentinel known-replica orders 2001:db8::1 5\nsentinel known-replica orders 2001:DB8:0::1 5",
        "sentinel known-sentinel orders 10.0.0.1 5 a\nsentinel known-sentinel orders 10.0.0.2 5 a",
        "sentinel rename-command orders CONFIG a\nsentinel rename-command orders config b",
        "sentinel monitor x 127.0.0.1 1 1\nsentinel monitor x 127.0.0.1 2 1",
      })
  void nothingIsDefinedTwice(String lines) {
    assertThat(home.problems(ORDERS + lines))
        .singleElement()
        .asString()
        .startsWith("sentinel.conf:3: ")
        .containsPattern(" must (name|rename|stand).* once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"18446744073709551615", "-1", "4611686018427387904"})
  void poisonedEpochIsExplained(String epoch) {
    for (String line : List.of("current-epoch ", "config-epoch orders ", "leader-epoch orders ")) {
      assertThat(home.problems(ORDERS + "sentinel " + line + epoch))
          .singleElement()
          .asString()
          .contains("must be in 0..4611686018427387903; ")
          .contains("cannot fail over any more. To repair it, stop all supervisors")
          .endsWith(": got " + epoch);
    }
  }

  @Test
  void greatestEpochIsRead() throws ConfigException {
    assertThat(home.readText("sentinel current-epoch " + Epoch.MAX).state().currentEpoch())
        .isEqualTo(new Epoch(Epoch.MAX));
  }

  @Test
  void allProblemsAreReportedInTheOrderOfReading() {
    assertThat(
            home.problems(
                """
                sentinel auth-pass nobody secret
                port x
                sentinel monitor orders 127.0.0.1 1 0
                sentinel parallel-syncs orders 1
                requirepass "a
                sentinel current-epoch y
                """))
        .containsExactly(
            "sentinel.conf:1: auth-pass for 'nobody' is about a primary that no 'sentinel monitor'"
                + " line names",
            "sentinel.conf:2: port must be a whole number: got x",
            "sentinel.conf:3: monitor for 'orders' must have quorum > 0: got 0",
            "sentinel.conf:5: has unbalanced quotes",
            "sentinel.conf:6: current-epoch must be a whole number: got y");
  }

  @Test
  void secretsAreNeverShown() {
    List<String> problems =
        home.problems(
            ORDERS
                + "sentinel auth-pass orders \"s3cret\u00ff\"\n"
                + "sentinel sentinel-pass \"s3cret\u00ff\"\nrequirepass \"s3cret\u00ff\"\n"
                + "requirepass s3cret s3cret\nuser default on >s3cret +@all -get ~* &*\n"
                + "user default on #s3cret ~* &* +@all\nsentinel auth-pass orders \"s3cret");

    assertThat(problems).hasSize(7).noneMatch(problem -> problem.contains("s3cret"));
    assertThat(problems.get(0))
        .isEqualTo("sentinel.conf:2: auth-pass for 'orders' must be UTF-8 text: got (hidden)");
  }

  @Test
  void problemStaysOnOneLineWhateverTheFileSays() {
    assertThat(home.problems("sentinel monitor \"a\\nb\" 127.0.0.1 1 1"))
        .containsExactly(
            "sentinel.conf:1: monitor for 'a\\x0ab' must have a name without commas and control"
                + " characters: got a\\x0ab");
  }

  @Test
  void settingsKnowWhereTheyWereSaid() throws ConfigException {
    home.with("more.conf", "\nsentinel auth-pass orders x");
    SentinelConfig config =
        home.readText(ORDERS + "include more.conf\nport 5\n", "--maxclients", "7");

    assertThat(config.origins())
        .containsEntry("sentinel monitor orders", new Origin("sentinel.conf", 1))
        .containsEntry("sentinel auth-pass orders", new Origin("more.conf", 2))
        .containsEntry("port", new Origin("sentinel.conf", 3))
        .containsEntry("maxclients", new Origin("command line", 0));
  }

  @Test
  void lagWindowLongerThanDownAfterIsWarnedOf() throws ConfigException {
    String guard = ORDERS + "sentinel min-replicas-to-write orders 1\n";
    String late = "sentinel min-replicas-max-lag orders 31\n";

    assertThat(home.warnings(guard)).isEmpty();
    assertThat(home.warnings(guard + late))
        .singleElement()
        .asString()
        .startsWith(
            "sentinel.conf:3: min-replicas-max-lag for 'orders' should be within"
                + " down-after-milliseconds (30000)")
        .endsWith(": got 31 s");
    assertThat(home.warnings(ORDERS + late))
        .containsExactly(
            "sentinel.conf:2: min-replicas-max-lag for 'orders' has no effect:"
                + " min-replicas-to-write is 0");
  }

  @Test
  void refusalRuleThatComesAfterDownAfterIsWarnedOf() throws ConfigException {
    assertThat(
            home.warnings(
                ORDERS + "sentinel connection-refused-down-after-milliseconds orders 30000"))
        .containsExactly(
            "sentinel.conf:2: connection-refused-down-after-milliseconds for 'orders' has no effect:"
                + " down-after-milliseconds (30000) is sooner: got 30000");
  }

  @Test
  void fileWithPasswordsThatEverybodyCanReadIsWarnedOf() throws Exception {
    home.with(Home.MAIN, ORDERS + "sentinel auth-pass orders x");
    Files.setPosixFilePermissions(
        home.path(Home.MAIN), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(home.read().warnings())
        .extracting(Problem::toString)
        .containsExactly("sentinel.conf: holds passwords and can be read by everybody: chmod 600");
  }

  @Test
  void quorumAboveTheKnownPeersIsFine() throws ConfigException {
    assertThat(home.warnings("sentinel monitor orders 127.0.0.1 1 5")).isEmpty();
  }
}
