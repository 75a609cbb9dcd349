package io.sentinelha.it.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one place that says what cannot be the same in two answers, and takes it out. What belongs to
 * one side alone, as its own port and id, is replaced by a word for it, so that a wrong one still
 * shows.
 */
final class Masking {

  /** A pattern to replace, and why the two sides cannot agree on what it matches. */
  private record Rule(String reason, Pattern what, String replacement) {
    static Rule of(String reason, String what, String replacement) {
      return new Rule(reason, Pattern.compile(what), replacement);
    }
  }

  private static final String TIMES =
      "last-ping-sent|last-ok-ping-reply|last-ping-reply|info-refresh|role-reported-time"
          + "|s-down-time|o-down-time|last-hello-message|master-link-down-time";
  private static final String COUNTERS = "link-pending-commands|slave-repl-offset";

  private static final List<Rule> RULES =
      List.of(
          Rule.of(
              "milliseconds since something that happened to each side at its own moment",
              "((?:" + TIMES + ")\\|)\\$\\d+\\|\\d+\\|",
              "$1<time>|"),
          Rule.of(
              "what is under way, and how far replication has come, at the moment of the question",
              "((?:" + COUNTERS + ")\\|)\\$\\d+\\|-?\\d+\\|",
              "$1<count>|"),
          Rule.of(
              "each says which Redis its commands are those of",
              "(\\|version\\|)\\$\\d+\\|[\\d.]+\\|",
              "$1<version>|"),
          Rule.of("the connection's number", "(\\|id\\|):\\d+", "$1:<id>"),
          Rule.of(
              "the process's view of a connection: numbers of the moment",
              "\\b(id|fd|age|idle|qbuf|qbuf-free|argv-mem|multi-mem|rbs|rbp|obl|oll|omem|tot-mem)"
                  + "=-?\\d+",
              "$1=<n>"),
          Rule.of("the client's own port", "\\baddr=127\\.0\\.0\\.1:\\d+", "addr=<client>"),
          Rule.of(
              "fields of CLIENT LIST that Redis has since 7.2", " lib-name=\\S* lib-ver=\\S*", ""),
          Rule.of("the length of a line of CLIENT LIST", "[$=]\\d+\\|((?:txt:)?id=<n>)", "$1"));

  /** An INFO text inside INFO-CACHE: one side asked the node at another moment than the other. */
  private static final Pattern CACHED =
      Pattern.compile(
          "\\*2\\|:\\d+\\|\\$\\d+\\|(# Server\\|(?:[a-z_0-9A-Z]+:[^|]*\\||# \\w+\\||\\|)+)");

  private static final Pattern WATCHED = Pattern.compile("master\\d+:(name=[^|]*)\\|");
  private static final Pattern INSTANCE = Pattern.compile("(?=[*%]\\d+\\|\\$4\\|name\\|)");

  private final Map<String, String> words = new LinkedHashMap<>();

  /** What is called {@code text} by this side alone is {@code word} for the comparison. */
  Masking with(String text, String word) {
    words.put(text, "<" + word + ">");
    return this;
  }

  /** An answer, fit to be compared; ends of lines are bars. */
  String apply(String answer) {
    String text = answer.replace("\r\n", "|");
    for (Map.Entry<String, String> word : words.entrySet()) {
      text = text.replace(word.getKey(), word.getValue());
    }
    for (Rule rule : RULES) {
      text = rule.what.matcher(text).replaceAll(rule.replacement);
    }
    return sortInstances(sortWatched(namesOnly(text)));
  }

  private static String namesOnly(String text) {
    return CACHED
        .matcher(text)
        .replaceAll(
            cached ->
                Matcher.quoteReplacement(
                    "*2|:<age>|$<length>|" + cached.group(1).replaceAll(":[^|]*\\|", "|")));
  }

  /** In INFO, primaries are numbered in the order of a hash table with a random seed. */
  private static String sortWatched(String text) {
    List<String> lines =
        WATCHED.matcher(text).results().map(line -> line.group(1)).sorted().toList();
    Iterator<String> sorted = lines.iterator();
    return WATCHED
        .matcher(text)
        .replaceAll(line -> Matcher.quoteReplacement("master<n>:" + sorted.next() + "|"));
  }

  /** Primaries, replicas and supervisors stand in such an order, too. */
  private static String sortInstances(String text) {
    List<String> parts = new ArrayList<>(List.of(INSTANCE.split(text, -1)));
    if (parts.size() > 2) {
      Collections.sort(parts.subList(1, parts.size()));
    }
    return String.join("", parts);
  }
}
