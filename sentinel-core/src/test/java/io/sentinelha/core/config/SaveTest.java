package io.sentinelha.core.config;

import static io.sentinelha.core.config.Home.ID;
import static io.sentinelha.core.config.Home.MAIN;
import static io.sentinelha.core.config.Home.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sentinelha.core.config.SaveResult.Failed;
import io.sentinelha.core.config.SaveResult.Step;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.quorum.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaveTest {

  private static final Endpoint OTHER = new Endpoint("127.0.0.1", 2);

  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void makeHome() {
    home = new Home(folder);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-r-----", "rw-r--r--", "rw-rw-r--"})
  void modeOfTheFileIsKept(String mode) throws Exception {
    home.with(MAIN, ORDERS);
    Files.setPosixFilePermissions(home.path(MAIN), PosixFilePermissions.fromString(mode));
    ConfigFile file = home.open();

    assertThat(file.save(file.config().state()).isSaved()).isTrue();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.path(MAIN))))
        .isEqualTo(mode);
    assertThat(names()).containsExactly(MAIN);
  }

  @Test
  void ownerIsKeptWhereThatIsPermitted() throws Exception {
    home.with(MAIN, ORDERS);
    boolean isRoot = (int) Files.getAttribute(home.path(MAIN), "unix:uid") == 0;
    int owner = isRoot ? 4711 : (int) Files.getAttribute(home.path(MAIN), "unix:uid");
    Files.setAttribute(home.path(MAIN), "unix:uid", owner);
    ConfigFile file = home.open();

    file.save(file.config().state());

    assertThat(Files.getAttribute(home.path(MAIN), "unix:uid")).isEqualTo(owner);
  }

  @Test
  void linkStaysALinkAndItsTargetIsReplaced() throws Exception {
    home.with("real/target.conf", ORDERS);
    Files.createSymbolicLink(home.path("middle.conf"), Path.of("real/target.conf"));
    Files.createSymbolicLink(home.path(MAIN), home.path("middle.conf"));
    ConfigFile file = home.open();
    DurableState next =
        States.set(file.config().state(), "orders", s -> s.withGuard(new Guard(1, 10)));

    assertThat(file.save(next).isSaved()).isTrue();

    assertThat(file.name()).isEqualTo(home.path(MAIN).toString());
    assertThat(home.path(MAIN)).isSymbolicLink();
    assertThat(home.path("middle.conf")).isSymbolicLink();
    assertThat(home.text("real/target.conf")).contains(ID);
    assertThat(home.path("real/target.conf.state.json")).exists();
    assertThat(home.read().state()).isEqualTo(next);
  }

  @Test
  void linkThatLeadsToItselfIsRefused() throws Exception {
    Files.createSymbolicLink(home.path(MAIN), home.path(MAIN));

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> home.open())
        .withMessageStartingWith("sentinel.conf: cannot be read");
  }

  @Test
  void leftoversOfKilledProcessesAreRemoved() throws Exception {
    home.with(MAIN, ORDERS);
    long own = ProcessHandle.current().pid();
    long alive = ProcessHandle.current().parent().orElseThrow().pid();
    home.with(MAIN + ".tmp-" + own + "-1", "").with(MAIN + ".tmp-2147483647-1", "");
    home.with(MAIN + ".tmp-" + alive + "-1", "").with(MAIN + ".tmp-notes", "");
    ConfigFile file = home.open();

    file.save(file.config().state());

    assertThat(names()).containsExactly(MAIN, MAIN + ".tmp-" + alive + "-1", MAIN + ".tmp-notes");
  }

  @Test
  void fileThatMayNotBeWrittenIsRefused() {
    home.with(MAIN, ORDERS);

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(
            () -> ConfigFile.open(home.source(), () -> ID, new FailingFileOps(() -> {}).readOnly()))
        .withMessage(
            "sentinel.conf: must be writable: what a supervisor may not forget is kept in it (a"
                + " read-only file needs --state-dir)");
  }

  @Test
  void folderThatMayNotBeWrittenIsWarnedOf() throws Exception {
    home.with(MAIN, ORDERS);

    List<Problem> warnings =
        ConfigReader.of(home.source(), new FailingFileOps(() -> {}).readOnly())
            .read(() -> ID)
            .config()
            .warnings();

    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("sentinel.conf: stands in a folder that cannot be written: saving will fail");
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"READ", "CREATE", "WRITE", "MODE", "SYNC", "RENAME"})
  void failedStepLeavesTheOldFileAndNothingElse(Step step) throws Exception {
    home.with(MAIN, ORDERS);
    FailingFileOps files = new FailingFileOps(() -> {});
    ConfigFile file = ConfigFile.open(home.source(), () -> ID, files);

    files.failAt(step);
    SaveResult result = saveSwitch(file);

    assertThat(result)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.step()).isEqualTo(step);
              assertThat(failed.file()).isEqualTo(home.path(MAIN));
              assertThat(failed.cause()).isEqualTo(FailingFileOps.REASON);
              assertThat(failed.remedy()).isNotEmpty();
              assertThat(failed.toString())
                  .startsWith("cannot save " + home.path(MAIN) + ": ")
                  .contains(" failed (Input/output error); ");
            });
    assertThat(home.text(MAIN)).isEqualTo(ORDERS);
    assertThat(names()).containsExactly(MAIN);

    files.failAt(Step.CHECK); // No step of the file system: all is well again.
    assertThat(saveSwitch(file)).isEqualTo(new SaveResult.Saved());
    assertThat(home.read().state().currentEpoch().value()).isEqualTo(7);
  }

  @Test
  void nameThatMayNotBeDurableIsAFailureToo() throws Exception {
    home.with(MAIN, ORDERS);
    FailingFileOps files = new FailingFileOps(() -> {});
    ConfigFile file = ConfigFile.open(home.source(), () -> ID, files);

    files.failAt(Step.SYNC_FOLDER);
    SaveResult result = saveSwitch(file);

    assertThat(result)
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.step()).isEqualTo(Step.SYNC_FOLDER));
    assertThat(home.read().state().currentEpoch().value()).isEqualTo(7);
    assertThat(names()).containsExactly(MAIN);
  }

  @Test
  void folderThatIsGoneIsReported() throws Exception {
    home.with("sub/" + MAIN, ORDERS);
    ConfigFile file =
        ConfigFile.open(ConfigSource.of("sub/" + MAIN).withWorkingDirectory(folder), () -> ID);
    Files.delete(home.path("sub/" + MAIN));
    Files.delete(home.path("sub"));

    assertThat(file.save(file.config().state()))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.step()).isEqualTo(Step.CREATE);
              assertThat(failed.cause()).isEqualTo("no such file or folder");
            });
  }

  private static SaveResult saveSwitch(ConfigFile file) {
    return file.save(States.failOver(file.config().state(), "orders", OTHER, 7));
  }

  /** A crash between two steps leaves what the observer sees then. */
  @Test
  void everyMomentOfASaveLeavesTheOldStateOrTheNew() throws Exception {
    home.with(MAIN, "include more.conf\nsentinel monitor billing 127.0.0.1 5 1\n");
    home.with("more.conf", ORDERS);
    ConfigFile first = home.open();
    first.save(first.config().state());
    DurableState old = home.read().state();
    DurableState next =
        States.set(
            States.failOver(States.failOver(old, "orders", OTHER, 7), "billing", OTHER, 7),
            "billing",
            s -> s.withGuard(new Guard(1, 10)));
    Set<DurableState> seen = new HashSet<>();
    ConfigFile file =
        ConfigFile.open(home.source(), () -> ID, new FailingFileOps(() -> seen.add(crash())));

    assertThat(file.save(next)).isEqualTo(new SaveResult.Saved());

    assertThat(crash()).isEqualTo(next);
    assertThat(seen).contains(old, next);
    for (DurableState state : seen) {
      assertThat(state.primaries()).hasSize(2);
      for (DurableState.Primary primary : state.primaries()) {
        assertThat(primary).isIn(primaryOf(old, primary), primaryOf(next, primary), half(next));
      }
    }
  }

  /** Two files cannot change at one instant: the state file may be one save ahead. */
  private static DurableState.Primary half(DurableState next) {
    return States.set(next, "billing", s -> s).primaries().stream()
        .filter(p -> p.name().equals("billing"))
        .map(
            p ->
                new DurableState.Primary(
                    p.name(),
                    new Endpoint("127.0.0.1", 5),
                    Epoch.ZERO,
                    Epoch.ZERO,
                    p.settings(),
                    List.of(),
                    List.of()))
        .findFirst()
        .orElseThrow();
  }

  private static DurableState.Primary primaryOf(DurableState state, DurableState.Primary like) {
    return state.primaries().stream()
        .filter(p -> p.name().equals(like.name()))
        .findFirst()
        .orElseThrow();
  }

  private DurableState crash() {
    try {
      return home.read().state();
    } catch (ConfigException e) {
      throw new AssertionError("a crash now would leave what cannot be read", e);
    }
  }
}
