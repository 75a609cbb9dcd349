package io.sentinelha.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.config.Directive.Effect;
import io.sentinelha.core.config.Directive.Scope;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectivesTest {

  @TempDir Path folder;

  @Test
  void everyNameIsGivenOncePerScope() {
    Set<String> seen = new HashSet<>();

    for (Directive directive : Directives.all()) {
      boolean server = directive.scope() == Scope.SERVER;
      assertThat(seen.add((server ? "" : "sentinel ") + directive.name()))
          .as(directive.name())
          .isTrue();
      assertThat(directive.name()).isEqualTo(directive.name().toLowerCase(Locale.ROOT));
      assertThat(directive.summary()).isNotEmpty().doesNotEndWith(".");
    }
  }

  /** Redis itself lists its directives when it is asked for one that it does not have. */
  @Test
  void everyDirectiveOfTheInstalledRedisIsKnown() throws Exception {
    List<String> names = InstalledRedis.directives(folder);

    assertThat(names).hasSizeGreaterThan(180);
    assertThat(names)
        .allMatch(name -> Directives.server(name).isPresent() || Directives.isIneffective(name));
  }

  @Test
  void standardValuesAreThoseThatHold() throws ConfigException {
    Home home = new Home(folder);
    SentinelConfig plain = home.readText(Home.ORDERS);
    StringBuilder lines = new StringBuilder(Home.ORDERS);
    for (Directive directive : Directives.all()) {
      boolean said = !directive.standard().isEmpty() && !directive.name().equals("dir");
      if (said && directive.effect() != Effect.NONE) {
        String subject = directive.scope() == Scope.PRIMARY ? "orders " : "";
        String start = directive.scope() == Scope.SERVER ? "" : "sentinel ";
        lines.append(start + directive.name() + " " + subject + directive.standard() + "\n");
      }
    }

    SentinelConfig spelled = home.readText(lines.toString());

    assertThat(spelled.state()).isEqualTo(plain.state());
    assertThat(spelled.server()).isEqualTo(plain.server());
    assertThat(spelled.denyScriptsReconfig()).isEqualTo(plain.denyScriptsReconfig());
  }

  @Test
  void directivesAreFoundByAnyOfTheirNames() {
    assertThat(Directives.find("SENTINEL known-slave").orElseThrow().name())
        .isEqualTo("known-replica");
    assertThat(Directives.find("port").orElseThrow().form()).isEqualTo("port <port>");
    assertThat(Directives.find("known-sentinel").orElseThrow().form())
        .isEqualTo("sentinel known-sentinel <name> <ip> <port> <id>");
    assertThat(Directives.find("colour")).isEmpty();
  }

  @Test
  void tablesNameEveryDirective() {
    String page = Directives.toMarkdown();

    for (Directive directive : Directives.all()) {
      assertThat(page).contains(directive.name());
    }
    assertThat(page)
        .contains("| `sentinel down-after-milliseconds <name> <ms>` | `30000` | ")
        .contains(
            "| `metrics-port <port>` | `0` | HTTP port for metrics and health; 0 for none | no |")
        .contains("; also known-slave | yes |")
        .contains("`protected-mode <yes\\|no>`");
    assertThat(page.lines().filter(line -> line.startsWith("|")).map(DirectivesTest::cells))
        .allMatch(cells -> cells >= 2 && cells <= 4);
  }

  private static long cells(String row) {
    return row.replace("\\|", "").chars().filter(c -> c == '|').count() - 1;
  }

  @Test
  void secretsAreMarked() {
    assertThat(
            Directives.all().stream()
                .filter(Directive::secret)
                .map(Directive::name)
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("auth-pass", "sentinel-pass", "requirepass", "user");
  }
}
