package io.sentinelha.server.acl;

import java.util.List;

/**
 * A user as ACL GETUSER tells of one. Texts have one character per byte.
 *
 * @param selectors the root first
 */
public record Description(List<String> flags, List<String> passwords, List<Part> selectors) {

  /** A selector. */
  public record Part(String commands, String keys, String channels) {}

  public Description {
    flags = List.copyOf(flags);
    passwords = List.copyOf(passwords);
    selectors = List.copyOf(selectors);
  }

  static Description of(AclUser user, SelectorRules reader) {
    return new Description(
        user.flags(),
        List.copyOf(user.hashes),
        user.selectors.stream()
            .map(s -> new Part(CommandRules.of(reader, s), s.keyRules(), s.channelRules()))
            .toList());
  }
}
