package io.sentinelha.server.acl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.CommandTable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Reads the rules of ACL SETUSER into a user. Refusals are {@link IllegalArgumentException}s with
 * Redis' words.
 *
 * @see "redis: src/acl.c, ACLSetUser"
 */
final class UserRules {

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final SelectorRules selectors;

  /** Whether a new selector has all channels: acl-pubsub-default. */
  private final BooleanSupplier allChannels;

  UserRules(CommandTable table, BooleanSupplier allChannels) {
    this.selectors = new SelectorRules(table);
    this.allChannels = allChannels;
  }

  SelectorRules selectors() {
    return selectors;
  }

  AclUser newUser(String name) {
    return new AclUser(name, allChannels.getAsBoolean());
  }

  /**
   * Puts together what blanks between parentheses have cut apart.
   *
   * @throws IllegalArgumentException if a parenthesis is not closed
   */
  static List<String> merge(List<String> words) {
    List<String> merged = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String word : words) {
      if (open.length() > 0) {
        open.append(' ').append(word);
      } else if (word.startsWith("(") && !word.endsWith(")")) {
        open.append(word);
        continue;
      } else {
        merged.add(word);
        continue;
      }
      if (word.endsWith(")")) {
        merged.add(open.toString());
        open.setLength(0);
      }
    }
    if (open.length() > 0) {
      String start = open.toString();
      throw new IllegalArgumentException(
          "Unmatched parenthesis in acl selector starting at '" + firstWord(start) + "'.");
    }
    return merged;
  }

  private static String firstWord(String text) {
    int blank = text.indexOf(' ');
    return blank < 0 ? text : text.substring(0, blank);
  }

  /** Applies a rule. */
  void apply(AclUser user, String rule) {
    switch (rule.toLowerCase(Locale.ROOT)) {
      case "on" -> user.enabled = true;
      case "off" -> user.enabled = false;
      case "nopass" -> {
        user.noPassword = true;
        user.hashes.clear();
      }
      case "resetpass" -> {
        user.noPassword = false;
        user.hashes.clear();
      }
      case "skip-sanitize-payload" -> user.sanitize = AclUser.Sanitize.SKIP;
      case "sanitize-payload" -> user.sanitize = AclUser.Sanitize.YES;
      case "clearselectors" -> user.selectors.subList(1, user.selectors.size()).clear();
      case "reset" -> reset(user);
      default -> other(user, rule);
    }
  }

  private void reset(AclUser user) {
    for (String rule :
        List.of(
            "resetpass",
            "resetkeys",
            allChannels.getAsBoolean() ? "allchannels" : "resetchannels",
            "off",
            "sanitize-payload",
            "clearselectors",
            "-@all")) {
      apply(user, rule);
    }
  }

  private void other(AclUser user, String rule) {
    char first = rule.isEmpty() ? ' ' : rule.charAt(0);
    switch (first) {
      case '(' -> addSelector(user, rule);
      case '>' -> addHash(user, hash(rule.substring(1).getBytes(ISO_8859_1)));
      case '#' -> addHash(user, checked(rule.substring(1)));
      case '<' -> removeHash(user, hash(rule.substring(1).getBytes(ISO_8859_1)));
      case '!' -> removeHash(user, checked(rule.substring(1)));
      default -> selectors.apply(user.root(), rule);
    }
  }

  private void addSelector(AclUser user, String rule) {
    List<String> words = SelectorRules.inner(rule);
    if (words == null) {
      throw new IllegalArgumentException("Syntax error");
    }
    Selector selector = new Selector(allChannels.getAsBoolean());
    words.forEach(word -> selectors.apply(selector, word));
    user.selectors.add(selector);
  }

  private static void addHash(AclUser user, String hash) {
    user.hashes.add(hash);
    user.noPassword = false;
  }

  private static void removeHash(AclUser user, String hash) {
    if (!user.hashes.remove(hash)) {
      throw new IllegalArgumentException(
          "The password you are trying to remove from the user does not exist");
    }
  }

  private static String checked(String hash) {
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "The password hash must be exactly 64 characters and contain only lowercase hexadecimal"
              + " characters");
    }
    return hash;
  }

  /** The hash that is kept instead of a password. */
  static String hash(byte[] password) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(password));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
