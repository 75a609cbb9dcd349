package io.sentinelha.server.command;

import io.sentinelha.server.engine.BoolSetting;
import io.sentinelha.server.engine.LongSetting;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Setting;
import io.sentinelha.server.engine.TextSetting;
import java.util.Arrays;
import java.util.List;

/**
 * Directives of a usual redis.conf that concern how Redis is built and change nothing here. They
 * are checked, kept and told, so that such a file can be used as it is.
 */
final class UnusedSettings {

  private static final List<String> OFF =
      List.of(
          "always-show-logo",
          "lazyfree-lazy-server-del",
          "lazyfree-lazy-user-del",
          "lazyfree-lazy-user-flush");
  private static final List<String> ON =
      List.of(
          "set-proc-title", "disable-thp", "activerehashing", "dynamic-hz", "jemalloc-bg-thread");

  private static final List<String> VARIABLES =
      List.of(
          "title", "listen-addr", "server-mode", "port", "tls-port", "unixsocket", "config-file");

  private UnusedSettings() {}

  static void register(Registry registry) {
    OFF.forEach(name -> registry.setting(new BoolSetting(name, false)));
    ON.forEach(name -> registry.setting(new BoolSetting(name, true)));
    registry.setting(
        TextSetting.words(
            "proc-title-template",
            "{title} {listen-addr} {server-mode}",
            UnusedSettings::template));
    registry.setting(TextSetting.oneOf("oom-score-adj", "no", "no", "yes", "relative", "absolute"));
    registry.setting(
        TextSetting.words("oom-score-adj-values", "0 200 800", UnusedSettings::threeNumbers));
    registry.setting(LongSetting.of("list-compress-depth", 0, 0, Integer.MAX_VALUE));
    registry.setting(TextSetting.words("hz", "10", UnusedSettings::frequency));
    registry.setting(timestamps());
  }

  private static String template(String text) {
    String rest = text;
    for (String variable : VARIABLES) {
      rest = rest.replace('{' + variable + '}', "");
    }
    // A quote would end in a line of the file that cannot be read any more.
    if (rest.chars().anyMatch(c -> c < ' ' || "{}\"'\\".indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "template format is invalid or contains unknown variables");
    }
    return text;
  }

  /** Redis takes any and goes to the nearest that it can. */
  private static String frequency(String text) {
    long number;
    try {
      number = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("argument couldn't be parsed into an integer", e);
    }
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "argument must be between 0 and " + Integer.MAX_VALUE + " inclusive");
    }
    return Long.toString(Math.max(1, Math.min(number, 500)));
  }

  private static String threeNumbers(String text) {
    boolean fits =
        text.matches("-?\\d{1,4} -?\\d{1,4} -?\\d{1,4}")
            && Arrays.stream(text.split(" ")).allMatch(n -> Math.abs(Integer.parseInt(n)) <= 2000);
    if (!fits) {
      throw new IllegalArgumentException("argument must be three numbers from -2000 to 2000");
    }
    return text;
  }

  private static Setting timestamps() {
    BoolSetting setting = new BoolSetting("aof-timestamp-enabled", false);
    return setting.onChange(
        () -> {
          if (setting.value()) {
            throw new IllegalArgumentException("the append-only file of this server has no times");
          }
        });
  }
}
