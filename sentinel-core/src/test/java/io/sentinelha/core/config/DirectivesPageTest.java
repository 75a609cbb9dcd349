package io.sentinelha.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page about directives for operators says what the code says. */
class DirectivesPageTest {

  private static final String BEGIN = "<!-- generated: begin -->\n";
  private static final String END = "<!-- generated: end -->\n";
  private static final String REMEDY =
      "docs/directives.md is out of date; write its tables anew with: mvn -pl sentinel-core test"
          + " -Dtest=DirectivesPageTest -Ddocs.update=true";

  /** Tests run in the folder of their module, beside the documentation. */
  private static final Path PAGE = Path.of("..", "docs", "directives.md");

  @Test
  void pageHasTheTablesOfTheCode() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(end).as("place for the tables").isGreaterThanOrEqualTo(begin);
    String wanted = page.substring(0, begin) + Directives.toMarkdown() + page.substring(end);

    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, wanted);
      return;
    }
    assertThat(page).as(REMEDY).isEqualTo(wanted);
  }
}
