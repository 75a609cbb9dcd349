package io.sentinelha.core.config;

import io.sentinelha.core.config.Directive.Effect;
import io.sentinelha.core.config.Directive.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Directives as Markdown. */
final class DirectiveTables {

  private DirectiveTables() {}

  static String print(List<Directive> directives) {
    StringBuilder page = new StringBuilder();
    table(page, "About one primary", directives, Scope.PRIMARY);
    table(page, "About this supervisor", directives, Scope.SENTINEL);
    table(page, "About the process", directives, Scope.SERVER);
    refused(page, directives);
    ineffective(page, directives);
    return page.toString();
  }

  private static void table(
      StringBuilder page, String title, List<Directive> directives, Scope scope) {
    page.append("## ").append(title).append("\n\n");
    page.append("| line | default | meaning | in Redis |\n| --- | --- | --- | --- |\n");
    for (Directive directive : directives) {
      if (directive.scope() == scope && acts(directive)) {
        row(page, directive);
      }
    }
    page.append('\n');
  }

  private static boolean acts(Directive directive) {
    return directive.effect() == Effect.LIKE_REDIS || directive.effect() == Effect.OWN;
  }

  private static void row(StringBuilder page, Directive directive) {
    String aliases =
        directive.aliases().isEmpty() ? "" : "; also " + String.join(", ", directive.aliases());
    cell(page, code(directive.form()));
    cell(page, directive.standard().isEmpty() ? "" : code(directive.standard()));
    cell(page, directive.summary() + aliases);
    cell(page, directive.effect() == Effect.OWN ? "no" : "yes");
    page.append("|\n");
  }

  private static void refused(StringBuilder page, List<Directive> directives) {
    page.append("## Refused for now\n\n| line | accepted value | meaning |\n| --- | --- | --- |\n");
    for (Directive directive : directives) {
      if (directive.effect() == Effect.REFUSED) {
        cell(page, code(directive.form()));
        cell(page, directive.standard().isEmpty() ? "" : code(directive.standard()));
        cell(page, directive.summary());
        page.append("|\n");
      }
    }
    page.append('\n');
  }

  private static void ineffective(StringBuilder page, List<Directive> directives) {
    page.append("## Accepted without effect\n\n| subject | directives |\n| --- | --- |\n");
    Map<String, List<String>> byTopic = new TreeMap<>();
    for (Directive directive : directives) {
      if (directive.effect() == Effect.NONE) {
        byTopic
            .computeIfAbsent(directive.summary(), topic -> new ArrayList<>())
            .add(code(directive.name()));
      }
    }
    byTopic.forEach(
        (topic, names) -> {
          cell(page, topic);
          cell(page, String.join(", ", names));
          page.append("|\n");
        });
  }

  private static void cell(StringBuilder page, String text) {
    page.append("| ").append(text.replace("|", "\\|")).append(' ');
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
