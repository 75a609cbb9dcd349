package io.sentinelha.server.acl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;

/**
 * Keys that may be read, written or both.
 *
 * @param text the pattern, one character per byte
 */
record KeyPattern(String text, boolean read, boolean write, Glob glob) {

  static KeyPattern of(String text, boolean read, boolean write) {
    return new KeyPattern(text, read, write, Glob.of(Bytes.of(text.getBytes(ISO_8859_1))));
  }

  /** The same pattern for more. */
  KeyPattern with(KeyPattern other) {
    return new KeyPattern(text, read || other.read, write || other.write, glob);
  }

  /** Whether it lets a command that reads or writes have this key. */
  boolean allows(Bytes key, boolean reads, boolean writes) {
    return (!reads || read) && (!writes || write) && glob.matches(key);
  }

  /** As a rule. */
  String rule() {
    return (read && write ? "~" : read ? "%R~" : "%W~") + text;
  }
}
