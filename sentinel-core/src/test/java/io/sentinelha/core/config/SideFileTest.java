package io.sentinelha.core.config;

import static io.sentinelha.core.config.Home.ID;
import static io.sentinelha.core.config.Home.MAIN;
import static io.sentinelha.core.config.Home.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sentinelha.core.engine.Credentials;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.DurableState.Peer;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Guard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SideFileTest {

  private static final String SIDE = MAIN + ".state.json";
  private static final Endpoint OTHER = new Endpoint("127.0.0.1", 2);

  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void makeHome() {
    home = new Home(folder);
  }

  private DurableState saved(UnaryOperator<DurableState> change, String... arguments)
      throws ConfigException {
    ConfigFile file = home.open(arguments);
    DurableState next = change.apply(file.config().state());
    assertThat(file.save(next)).isEqualTo(new SaveResult.Saved());
    assertThat(home.read(arguments).state()).isEqualTo(next);
    return next;
  }

  private List<String> warnings() throws ConfigException {
    return home.read().warnings().stream().map(Problem::toString).toList();
  }

  @Test
  void ownDirectiveIsChangedWhereTheOperatorPutIt() throws ConfigException {
    home.with(MAIN, ORDERS + "sentinel min-replicas-to-write orders 1\n");

    saved(state -> States.set(state, "orders", s -> s.withGuard(new Guard(2, 10))));

    assertThat(home.text(MAIN)).contains("sentinel min-replicas-to-write orders 2\n");
    assertThat(home.path(SIDE)).doesNotExist();
  }

  @Test
  void ownDirectiveWithoutLineGoesToTheSideFile() throws ConfigException {
    home.with(MAIN, ORDERS);

    saved(
        state ->
            States.set(
                state,
                "orders",
                s -> s.withGuard(new Guard(2, 5)).withRefusedDownAfterMillis(300)));

    assertThat(home.text(MAIN)).doesNotContain("min-replicas").doesNotContain("refused");
    assertThat(home.text(SIDE))
        .isEqualTo(
            """
            {
              "format" : "sentinel-ha-state",
              "version" : 1,
              "primaries" : {
                "orders" : {
                  "connection-refused-down-after-milliseconds" : {
                    "value" : [ [ "300" ] ],
                    "over" : [ [ "0" ] ]
                  },
                  "min-replicas-to-write" : {
                    "value" : [ [ "2" ] ],
                    "over" : [ [ "0" ] ]
                  },
                  "min-replicas-max-lag" : {
                    "value" : [ [ "5" ] ],
                    "over" : [ [ "10" ] ]
                  }
                }
              }
            }
            """);
  }

  @Test
  void sideFileGoesWhenItHasNothingToSay() throws ConfigException {
    home.with(MAIN, ORDERS);
    saved(state -> States.set(state, "orders", s -> s.withGuard(new Guard(2, 10))));
    assertThat(home.path(SIDE)).exists();

    saved(state -> States.set(state, "orders", s -> s.withGuard(Guard.OFF)));

    assertThat(home.path(SIDE)).doesNotExist();
  }

  @Test
  void sideFileCanBeReadByItsOwnerAlone() throws Exception {
    home.with(MAIN, ORDERS);
    Files.setPosixFilePermissions(home.path(MAIN), PosixFilePermissions.fromString("rw-r--r--"));

    saved(state -> States.set(state, "orders", s -> s.withGuard(new Guard(2, 10))));

    assertThat(Files.getPosixFilePermissions(home.path(SIDE)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void operatorsLineWinsOverAnEarlierRunTimeValue() throws Exception {
    home.with(MAIN, ORDERS);
    saved(state -> States.set(state, "orders", s -> s.withGuard(new Guard(2, 10))));
    home.with(MAIN, home.text(MAIN) + "sentinel min-replicas-to-write orders 1\n");

    assertThat(home.read().state().primaries().get(0).settings().guard())
        .isEqualTo(new Guard(1, 10));
    assertThat(warnings())
        .singleElement()
        .asString()
        .endsWith(
            "sentinel.conf.state.json: min-replicas-to-write for 'orders' is ignored: the"
                + " configuration was changed after this value was set at run time");
  }

  @Test
  void primaryThatIsNoLongerWatchedIsForgotten() throws Exception {
    home.with(MAIN, ORDERS);
    saved(state -> States.set(state, "orders", s -> s.withGuard(new Guard(2, 10))));
    home.with(MAIN, "sentinel monitor billing 127.0.0.1 1 1\n");

    assertThat(warnings())
        .singleElement()
        .asString()
        .endsWith(" for 'orders' is ignored: no line watches this primary any more");
  }

  // Primaries of included files.

  private void include(String content) {
    home.with(MAIN, "include more.conf\n").with("more.conf", content);
  }

  @Test
  void includedPrimaryGetsNoLineInTheMainFile() throws ConfigException {
    include(ORDERS);

    saved(state -> state);

    assertThat(home.text(MAIN))
        .isEqualTo(
            """
            include more.conf

            # Generated by CONFIG REWRITE
            sentinel myid %s
            sentinel current-epoch 0
            """
                .formatted(ID));
    assertThat(home.path(SIDE)).doesNotExist();
  }

  @Test
  void stateOfAnIncludedPrimaryIsKeptBesides() throws ConfigException {
    include(ORDERS + "sentinel auth-pass orders x\n");

    DurableState switched =
        saved(
            state ->
                States.failOver(
                    States.learn(
                        States.set(state, "orders", s -> s.withDownAfterMillis(5)),
                        "orders",
                        OTHER,
                        new Peer("peer", new Endpoint("127.0.0.1", 3))),
                    "orders",
                    OTHER,
                    4));

    assertThat(home.text(MAIN)).doesNotContain("orders");
    assertThat(home.text("more.conf")).isEqualTo(ORDERS + "sentinel auth-pass orders x\n");
    assertThat(saved(state -> state)).isEqualTo(switched);
    assertThat(saved(state -> state)).isEqualTo(switched);
  }

  @Test
  void changedIncludeWinsForTheAddressButNoEpochFalls() throws Exception {
    include(ORDERS);
    saved(state -> States.failOver(state, "orders", OTHER, 4));
    include("sentinel monitor orders 127.0.0.1 9 2\n");
    home.with(MAIN, "include more.conf\nsentinel myid " + ID + "\n");

    DurableState state = home.read().state();

    assertThat(state.primaries().get(0).address()).isEqualTo(new Endpoint("127.0.0.1", 9));
    assertThat(state.primaries().get(0).configEpoch().value()).isEqualTo(4);
    assertThat(state.primaries().get(0).leaderEpoch().value()).isEqualTo(4);
    assertThat(state.currentEpoch().value()).isEqualTo(4);
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("monitor for 'orders' is ignored: the configuration was changed");
  }

  @Test
  void changedQuorumInAnIncludeDoesNotBringTheOldAddressBack() throws Exception {
    include(ORDERS);
    saved(state -> States.failOver(state, "orders", OTHER, 4));
    home.with("more.conf", "sentinel monitor orders 127.0.0.1 1 3\n");

    DurableState.Primary primary = home.read().state().primaries().get(0);

    assertThat(primary.address()).isEqualTo(OTHER);
    assertThat(primary.settings().quorum()).isEqualTo(3);
  }

  @Test
  void includeThatIsAddedByHandIsLeftToTheNextStart() throws Exception {
    home.with(MAIN, ORDERS);
    ConfigFile file = home.open();
    home.with("more.conf", "sentinel monitor extra 127.0.0.1 9 1\n");
    home.with(MAIN, ORDERS + "include more.conf\n");

    assertThat(file.save(file.config().state())).isEqualTo(new SaveResult.Saved());

    assertThat(home.path(SIDE)).doesNotExist();
    assertThat(home.read().state().primaries())
        .extracting(DurableState.Primary::name)
        .containsExactly("orders", "extra");
  }

  @Test
  void unusableIncludeThatIsAddedByHandDoesNotKeepTheStateFromBeingSaved() throws Exception {
    home.with(MAIN, ORDERS);
    ConfigFile file = home.open();
    home.with("more.conf", "maxclients 5\ninclude deep.conf\n").with("deep.conf", "port x\n");
    home.with(MAIN, ORDERS + "include more.conf\n");

    assertThat(file.save(file.config().state())).isEqualTo(new SaveResult.Saved());

    assertThat(home.text(MAIN)).startsWith(ORDERS + "# ??? include more.conf\n");
    assertThat(home.read().state()).isEqualTo(file.config().state());
  }

  @Test
  void removedIncludedPrimaryStaysAway() throws ConfigException {
    include(ORDERS + "sentinel parallel-syncs orders 3\n");
    home.with(MAIN, "include more.conf\nsentinel auth-pass orders x\n");

    saved(state -> States.remove(state, "orders"));

    assertThat(home.text(MAIN)).doesNotContain("orders");
    assertThat(home.text(SIDE)).contains("\"removed\" : [ \"orders\" ]");
    assertThat(warnings())
        .singleElement()
        .asString()
        .startsWith("more.conf:1: monitor for 'orders' is passed over");
    saved(state -> state);
    saved(state -> States.add(state, "orders", OTHER, 1));
    assertThat(home.text(SIDE)).doesNotContain("removed");
  }

  @Test
  void removedPrimaryWithSettingsInAnIncludeDoesNotBreakTheNextStart() throws ConfigException {
    home.with(MAIN, ORDERS + "include more.conf\n");
    home.with("more.conf", "sentinel parallel-syncs orders 3\n");

    saved(state -> States.remove(state, "orders"));

    assertThat(home.text(SIDE)).contains("\"removed\" : [ \"orders\" ]");
    saved(state -> state);
  }

  @Test
  void includedReplicaIsNotWrittenASecondTime() throws ConfigException {
    home.with(MAIN, ORDERS + "include more.conf\n");
    home.with("more.conf", "sentinel known-replica orders 2001:DB8:0::1 2\n");

    saved(state -> States.learn(state, "orders", OTHER, new Peer("p", OTHER)));

    assertThat(home.text(MAIN))
        .doesNotContain("2001")
        .contains("sentinel known-replica orders 127.0.0.1 2\n");
  }

  @Test
  void includedReplicaThatIsNoneAnyMoreStaysAway() throws ConfigException {
    home.with(MAIN, ORDERS + "include more.conf\n");
    home.with("more.conf", "sentinel known-replica orders 127.0.0.1 2\n");

    DurableState switched = saved(state -> States.failOver(state, "orders", OTHER, 1));
    saved(
        state -> States.learn(state, "orders", new Endpoint("127.0.0.1", 8), new Peer("p", OTHER)));

    assertThat(switched.primaries().get(0).replicas())
        .containsExactly(new Endpoint("127.0.0.1", 1));
  }

  @Test
  void laterIncludeDoesNotTakeAChangeBack() throws ConfigException {
    home.with(MAIN, ORDERS + "sentinel auth-pass orders x\nloglevel notice\ninclude more.conf\n");
    home.with("more.conf", "sentinel auth-pass orders y\nloglevel warning\n");
    ConfigFile file = home.open();
    DurableState next =
        States.set(
            file.config().state(), "orders", s -> s.withAuth(Credentials.NONE.withPassword("z")));

    file.save(next, Map.of("loglevel", List.of("debug")));

    assertThat(home.read().state()).isEqualTo(next);
    assertThat(home.read().server().logging().level()).isEqualTo(ServerSettings.LogLevel.DEBUG);
    saved(state -> state);
    assertThat(home.read().server().logging().level()).isEqualTo(ServerSettings.LogLevel.DEBUG);
  }

  @Test
  void commandLineIsTreatedLikeAnInclude() throws ConfigException {
    home.with(MAIN, "");
    String[] arguments = {"--sentinel", "monitor", "orders", "127.0.0.1", "1", "2", "--port", "5"};

    saved(state -> States.failOver(state, "orders", OTHER, 1), arguments);

    assertThat(home.text(MAIN)).doesNotContain("orders").doesNotContain("port");
    saved(state -> state, arguments);
  }

  @Test
  void identityGivenElsewhereCanBeChangedToo() throws ConfigException {
    home.with(MAIN, "include more.conf\n" + ORDERS);
    home.with("more.conf", "sentinel announce-ip 10.0.0.1\nsentinel current-epoch 3\n");

    saved(
        state ->
            new DurableState(
                state.myId(),
                state.currentEpoch().next(),
                DurableState.Identity.DEFAULT,
                state.primaries()));

    assertThat(home.text(SIDE)).contains("announce-ip");
  }

  // A configuration that is never written.

  private ConfigSource fixed() {
    return home.source().withStateDirectory(Path.of("state"));
  }

  private DurableState savedFixed(UnaryOperator<DurableState> change) throws ConfigException {
    ConfigFile file = ConfigFile.open(fixed(), () -> ID);
    DurableState next = change.apply(file.config().state());
    assertThat(file.save(next)).isEqualTo(new SaveResult.Saved());
    assertThat(SentinelConfig.read(fixed(), () -> "other").state()).isEqualTo(next);
    return next;
  }

  @Test
  void withAStateDirectoryTheFileIsNeverTouched() throws Exception {
    String before = ORDERS + "sentinel monitor billing 127.0.0.1 5 1\nport 5\n";
    home.with(MAIN, before);
    Files.createDirectory(folder.resolve("state"));

    savedFixed(state -> state);
    savedFixed(state -> States.failOver(state, "orders", OTHER, 3));
    savedFixed(state -> States.remove(state, "billing"));
    savedFixed(state -> States.add(state, "new", OTHER, 2));
    savedFixed(
        state ->
            States.set(
                States.learn(state, "new", new Endpoint("127.0.0.1", 9), new Peer("p", OTHER)),
                "new",
                s -> s.withDownAfterMillis(7).withAuth(Credentials.NONE.withPassword("p w"))));

    assertThat(home.text(MAIN)).isEqualTo(before);
    assertThat(home.path(SIDE)).doesNotExist();
    assertThat(folder.resolve("state/" + SIDE)).exists();
  }

  @Test
  void stateDirectoryMustBeThere() {
    home.with(MAIN, ORDERS);

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ConfigFile.open(fixed(), () -> ID))
        .withMessageContaining("/state: must be a folder that can be written");
  }

  // Damage.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | :1: is not JSON at column",
        "[] | is damaged: \"format\" is not sentinel-ha-state; restore the file, or delete it",
        "{\"format\":\"sentinel-ha-state\",\"version\":2} | is damaged: \"version\" is not 1:"
            + " another release wrote it",
        "{\"format\":\"sentinel-ha-state\",\"version\":1,\"primaries\":[]} | is damaged:"
            + " \"primaries\" is not an object",
        "{\"format\":\"sentinel-ha-state\",\"version\":1,\"removed\":5} | is damaged: \"removed\""
            + " is not a list",
        "{\"format\":\"sentinel-ha-state\",\"version\":1,\"removed\":[5]} | is damaged: \"removed\""
            + " holds something that is no text",
        "{\"format\":\"sentinel-ha-state\",\"version\":1,\"server\":{\"loglevel\":{}}} | is damaged:"
            + " \"server.loglevel.value\" is not a list",
        "{\"format\":\"sentinel-ha-state\",\"version\":1,\"server\":{\"x\":{\"value\":[],"
            + "\"over\":[]}}} | x is no directive: another release wrote it",
        "{\"format\":\"sentinel-ha-state\",\"version\":1,\"primaries\":{\"orders\":{\"auth-pass\":"
            + "{\"value\":[[\"a\",\"s3cret\"]],\"over\":[]}}}} | auth-pass for 'orders' takes"
            + " <name> <password>: got 2 arguments",
      })
  void damagedSideFileIsRefused(String content, String problem) {
    home.with(SIDE, content);

    assertThat(home.problems(ORDERS))
        .singleElement()
        .asString()
        .contains(SIDE)
        .contains(problem)
        .doesNotContain("s3cret");
  }

  @Test
  void damageIsReportedTogetherWithTheFilesOwnProblems() {
    home.with(SIDE, "{");

    assertThat(home.problems("port x")).hasSize(2);
  }
}
