package io.sentinelha.core.config;

import static io.sentinelha.core.config.Home.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeTest {

  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void makeHome() {
    home = new Home(folder);
  }

  private long clients(String content) throws ConfigException {
    return home.readText(content).server().clients().most();
  }

  @Test
  void includedFileIsReadInItsPlace() throws ConfigException {
    home.with("a.conf", "maxclients 2\n");

    assertThat(clients("maxclients 1\ninclude a.conf\n")).isEqualTo(2);
    assertThat(clients("include a.conf\nmaxclients 1\n")).isEqualTo(1);
  }

  @Test
  void relativeNamesStartFromTheWorkingDirectoryNotFromTheFile() throws ConfigException {
    home.with("a.conf", "maxclients 2\n").with("sub/a.conf", "maxclients 3\n");
    home.with("sub/s.conf", "include a.conf\n");

    SentinelConfig config =
        SentinelConfig.read(
            ConfigSource.of("sub/s.conf").withWorkingDirectory(folder), () -> Home.ID);

    assertThat(config.server().clients().most()).isEqualTo(2);
  }

  @Test
  void afterDirTheyStartFromThere() throws ConfigException {
    home.with("a.conf", "maxclients 2\n").with("sub/a.conf", "maxclients 3\n");

    assertThat(clients("include a.conf\ndir sub\n")).isEqualTo(2);
    assertThat(clients("dir sub\ninclude a.conf\n")).isEqualTo(3);
    assertThat(clients("dir sub\ndir ..\ninclude a.conf\n")).isEqualTo(2);
  }

  @Test
  void patternIncludesAllMatchesInOrder() throws ConfigException {
    home.with("d/b.conf", "maxclients 2\n").with("d/a.conf", "maxclients 1\n");
    home.with("d/c.txt", "maxclients 9\n").with("d/.hidden.conf", "maxclients 9\n");

    assertThat(clients("include d/*.conf\n")).isEqualTo(2);
    assertThat(clients("include d/[a].conf\n")).isEqualTo(1);
    assertThat(clients("include ?/[!b].conf\n")).isEqualTo(1);
    assertThat(clients("include d/.h*.conf\n")).isEqualTo(9);
    assertThat(clients("include " + folder + "/d/*.conf\n")).isEqualTo(2);
  }

  @Test
  void patternWithoutMatchIsNoError() throws ConfigException {
    assertThat(clients("include none/*.conf\ninclude {a,b}*.conf\n")).isEqualTo(10_000);
  }

  @Test
  void missingFileIsNamed() {
    assertThat(home.problems("\ninclude nope.conf\n"))
        .containsExactly(
            "sentinel.conf:2: include cannot be read (no such file or folder): got nope.conf");
  }

  @Test
  void problemInAnIncludedFileNamesThatFile() {
    home.with("a.conf", "\n\nport x\n");

    assertThat(home.problems("port 1\ninclude a.conf\n"))
        .containsExactly("a.conf:3: port must be a whole number: got x");
  }

  @Test
  void circlesAreRefused() {
    home.with("a.conf", "include b.conf\n").with("b.conf", "include ./a.conf\n");

    assertThat(home.problems("include a.conf\n"))
        .containsExactly(
            "b.conf:1: include must not lead back to a file that is being read: got ./a.conf");
    assertThat(home.problems("include sentinel.conf\n"))
        .containsExactly(
            "sentinel.conf:1: include must not lead back to a file that is being read: got"
                + " sentinel.conf");
  }

  @Test
  void oneFileMayBeIncludedTwice() throws ConfigException {
    home.with("a.conf", "maxclients 2\n");

    assertThat(clients("include a.conf\ninclude a.conf\n")).isEqualTo(2);
  }

  @Test
  void settingsOfAPrimaryMayStandInAnotherFile() throws ConfigException {
    home.with("a.conf", "sentinel parallel-syncs orders 5\n");

    assertThat(home.primary("include a.conf\n" + ORDERS).settings().parallelSyncs()).isEqualTo(5);
  }

  @Test
  void missingMainFileIsNamed() {
    assertThat(catchProblems(home.source()))
        .containsExactly("sentinel.conf: cannot be read (no such file or folder)");
  }

  @Test
  void fileIsNeededToRememberAnything() {
    assertThat(catchProblems(ConfigSource.fromArguments(List.of("--port", "1"))))
        .containsExactly(
            "command line: must begin with a configuration file: what a supervisor may not forget"
                + " is kept in it");
  }

  private static List<String> catchProblems(ConfigSource source) {
    try {
      SentinelConfig.read(source, () -> Home.ID);
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }

  @Test
  void stdinIsReadBetweenFileAndCommandLine() throws ConfigException {
    home.with(Home.MAIN, "maxclients 1\ntimeout 1\n");
    ConfigSource source =
        home.source("--maxclients", "3", "-")
            .withStdin(
                new ByteArrayInputStream(
                    "maxclients 2\ntimeout 2\n".getBytes(StandardCharsets.UTF_8)));

    ServerSettings.Clients clients = SentinelConfig.read(source, () -> Home.ID).server().clients();

    assertThat(clients.most()).isEqualTo(3);
    assertThat(clients.idleTimeout()).hasSeconds(2);
  }

  @Test
  void problemOnStdinIsNamed() {
    home.with(Home.MAIN, "");
    ConfigSource source =
        home.source("-")
            .withStdin(new ByteArrayInputStream("\nport x".getBytes(StandardCharsets.UTF_8)));

    assertThat(catchProblems(source))
        .containsExactly("stdin:2: port must be a whole number: got x");
  }
}
