package io.sentinelha.core.config;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of a {@code user default} line, applied in order to a user who may do nothing.
 *
 * <p>A supervisor has no rights to divide yet: the line must leave the default user switched on,
 * with all commands and channels, and with a way to log in. Keys do not matter, there are none.
 *
 * @see "redis: src/acl.c, ACLSetUser"
 */
final class UserRules {

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "sanitize-payload",
          "skip-sanitize-payload",
          "allkeys",
          "~*",
          "resetkeys",
          "clearselectors");

  private final Set<String> hashes = new LinkedHashSet<>();
  private boolean on;
  private boolean noPassword;
  private boolean allCommands;
  private boolean allChannels;

  private UserRules() {}

  static DefaultUser read(Arguments rules) throws BadValue {
    UserRules user = new UserRules();
    for (String rule : rules.texts()) {
      user.apply(rule);
    }
    return user.freeze();
  }

  private void apply(String rule) throws BadValue {
    String word = rule.toLowerCase(Locale.ROOT);
    if (WITHOUT_EFFECT.contains(word)) {
      return;
    }
    switch (word) {
      case "on" -> on = true;
      case "off" -> on = false;
      case "nopass" -> {
        noPassword = true;
        hashes.clear();
      }
      case "resetpass" -> forgetPasswords();
      case "+@all", "allcommands" -> allCommands = true;
      case "-@all", "nocommands" -> allCommands = false;
      case "&*", "allchannels" -> allChannels = true;
      case "resetchannels" -> allChannels = false;
      case "reset" -> {
        forgetPasswords();
        on = false;
        allCommands = false;
        allChannels = false;
      }
      default -> applyPassword(rule);
    }
  }

  private void forgetPasswords() {
    noPassword = false;
    hashes.clear();
  }

  private void applyPassword(String rule) throws BadValue {
    if (rule.isEmpty()) {
      throw new BadValue("must have no empty rule");
    }
    String rest = rule.substring(1);
    switch (rule.charAt(0)) {
      case '>' -> add(DefaultUser.hash(rest));
      case '<' -> hashes.remove(DefaultUser.hash(rest));
      case '#' -> add(checkedHash(rest));
      case '!' -> hashes.remove(checkedHash(rest));
      default ->
          throw new BadValue(
              "must leave the default user all commands and channels: other rules are not"
                  + " supported yet, remove them");
    }
  }

  private void add(String hash) {
    noPassword = false;
    hashes.add(hash);
  }

  private static String checkedHash(String text) throws BadValue {
    if (!HASH.matcher(text).matches()) {
      throw new BadValue("must have 64 lower-case hexadecimal digits in a password hash");
    }
    return text;
  }

  private DefaultUser freeze() throws BadValue {
    if (!on) {
      throw new BadValue("must switch the default user on: nobody else could log in");
    }
    if (!allCommands || !allChannels) {
      throw new BadValue("must give the default user +@all and &*: restrictions are not supported");
    }
    if (!noPassword && hashes.isEmpty()) {
      throw new BadValue("must have nopass or a password: nobody could log in");
    }
    return new DefaultUser(noPassword, hashes);
  }
}
