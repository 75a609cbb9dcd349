package io.sentinelha.core.command;

import java.util.List;
import java.util.Locale;

/** The words for log levels, from the most talkative to silence. */
public final class LogLevels {

  private static final List<String> WORDS =
      List.of("debug", "verbose", "notice", "warning", "nothing");

  private LogLevels() {}

  public static boolean isLevel(String word) {
    return WORDS.contains(word.toLowerCase(Locale.ROOT));
  }
}
