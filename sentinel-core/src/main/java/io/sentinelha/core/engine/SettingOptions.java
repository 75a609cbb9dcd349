package io.sentinelha.core.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The options of {@code SENTINEL SET}: applied one by one, those before a bad one staying in
 * effect.
 */
final class SettingOptions {

  /** All of them, also those that are refused, in lower case. */
  static final Set<String> NAMES =
      Set.of(
          "down-after-milliseconds",
          "failover-timeout",
          "parallel-syncs",
          "quorum",
          "master-reboot-down-after-period",
          "primary-reboot-down-after-period",
          "auth-pass",
          "auth-user",
          "rename-command",
          "connection-refused-down-after-milliseconds",
          "min-replicas-to-write",
          "min-replicas-max-lag",
          "notification-script",
          "client-reconfig-script");

  /**
   * One option applied.
   *
   * @param shown the option and its value as they may be shown: a password is not
   */
  record Applied(PrimarySettings settings, String shown, int consumed, boolean changesAuth) {}

  /** An option that cannot be applied; carries the error for the client. */
  static final class BadOption extends Exception {
    private static final long serialVersionUID = 1L;

    BadOption(String text) {
      super(text, null, false, false);
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }

  private SettingOptions() {}

  /**
   * Applies the option that stands at {@code index}.
   *
   * @throws BadOption if it is unknown, lacks its value or has a bad one
   */
  static Applied apply(PrimarySettings settings, List<String> words, int index) throws BadOption {
    String name = words.get(index);
    String option = name.toLowerCase(Locale.ROOT);
    if (option.equals("notification-script") || option.equals("client-reconfig-script")) {
      throw new BadOption(
          "ERR Reconfiguration of scripts path is denied for security reasons. Check the"
              + " deny-scripts-reconfig configuration directive in your Sentinel configuration");
    }
    int values = words.size() - index - 1;
    int wanted = option.equals("rename-command") ? 2 : 1;
    if (values < wanted) {
      throw unknown(name);
    }
    List<String> given = words.subList(index + 1, index + 1 + wanted);
    for (String value : given) {
      if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
        throw new BadOption(
            "ERR Control characters are not allowed for SENTINEL SET '" + name + "'");
      }
    }
    PrimarySettings changed = change(settings, option, name, given);
    boolean secret = option.equals("auth-pass");
    String shown = name + " " + (secret ? "******" : String.join(" ", given));
    return new Applied(changed, shown, 1 + wanted, option.startsWith("auth-"));
  }

  private static PrimarySettings change(
      PrimarySettings s, String option, String name, List<String> given) throws BadOption {
    String value = given.get(0);
    return switch (option) {
      case "down-after-milliseconds" -> s.withDownAfterMillis(number(name, value, 1));
      case "failover-timeout" -> s.withFailoverTimeoutMillis(number(name, value, 1));
      case "parallel-syncs" -> s.withParallelSyncs(smallNumber(name, value, 1));
      case "quorum" -> s.withQuorum(smallNumber(name, value, 1));
      case "master-reboot-down-after-period", "primary-reboot-down-after-period" ->
          s.withRebootDownAfterMillis(number(name, value, 0));
      case "auth-pass" -> s.withAuth(s.auth().withPassword(value));
      case "auth-user" -> s.withAuth(s.auth().withUser(value));
      case "rename-command" -> s.withRenamedCommands(renamed(s, name, value, given.get(1)));
      case "connection-refused-down-after-milliseconds" ->
          s.withRefusedDownAfterMillis(number(name, value, 0));
      case "min-replicas-to-write" ->
          s.withGuard(new Guard(smallNumber(name, value, 0), s.guard().maxLagSeconds()));
      case "min-replicas-max-lag" ->
          s.withGuard(new Guard(s.guard().minReplicas(), smallNumber(name, value, 1)));
      default -> throw unknown(name);
    };
  }

  private static Map<String, String> renamed(
      PrimarySettings settings, String option, String from, String to) throws BadOption {
    if (from.isEmpty() || to.isEmpty()) {
      throw invalid(option, from.isEmpty() ? from : to);
    }
    String standard = from.toUpperCase(Locale.ROOT);
    Map<String, String> names = new HashMap<>(settings.renamedCommands());
    if (to.equalsIgnoreCase(from)) {
      names.remove(standard); // Renamed to itself: the standard name holds again.
    } else {
      names.put(standard, to);
    }
    return names;
  }

  private static int smallNumber(String option, String value, int least) throws BadOption {
    return (int) number(option, value, least);
  }

  private static long number(String option, String value, long least) throws BadOption {
    OptionalLong number = parse(value);
    boolean fits =
        number.isPresent()
            && number.getAsLong() >= least
            && number.getAsLong() <= Integer.MAX_VALUE; // As in the configuration file.
    if (!fits) {
      throw invalid(option, value);
    }
    return number.orElseThrow();
  }

  /** As strict as Redis about what an operator types: no plus, no leading zeros. */
  private static OptionalLong parse(String value) {
    if (!value.matches("0|-?[1-9]\\d*")) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static BadOption invalid(String option, String value) {
    return new BadOption("ERR Invalid argument '" + value + "' for SENTINEL SET '" + option + "'");
  }

  private static BadOption unknown(String option) {
    return new BadOption(
        "ERR Unknown option or number of arguments for SENTINEL SET '" + option + "'");
  }
}
