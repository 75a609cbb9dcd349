package io.sentinelha.resp.server;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The groups of commands that access rules speak of, in the order of ACL CAT. */
public enum AclCategory {
  KEYSPACE,
  READ,
  WRITE,
  SET,
  SORTEDSET,
  LIST,
  HASH,
  STRING,
  BITMAP,
  HYPERLOGLOG,
  GEO,
  STREAM,
  PUBSUB,
  ADMIN,
  FAST,
  SLOW,
  BLOCKING,
  DANGEROUS,
  CONNECTION,
  TRANSACTION,
  SCRIPTING;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** As on the wire, without the {@code @}. */
  public String word() {
    return word;
  }

  /** The category of that name, in any case. */
  public static Optional<AclCategory> named(String name) {
    return Arrays.stream(values()).filter(c -> c.word.equalsIgnoreCase(name)).findFirst();
  }

  /** The categories that a command belongs to because of its flags. */
  static Set<AclCategory> impliedBy(Set<CommandFlag> flags) {
    Set<AclCategory> implied = EnumSet.of(flags.contains(CommandFlag.FAST) ? FAST : SLOW);
    if (flags.contains(CommandFlag.WRITE)) {
      implied.add(WRITE);
    }
    if (flags.contains(CommandFlag.READONLY)) {
      implied.add(READ);
    }
    if (flags.contains(CommandFlag.ADMIN)) {
      implied.add(ADMIN);
      implied.add(DANGEROUS);
    }
    if (flags.contains(CommandFlag.PUBSUB)) {
      implied.add(PUBSUB);
    }
    if (flags.contains(CommandFlag.BLOCKING)) {
      implied.add(BLOCKING);
    }
    return implied;
  }
}
