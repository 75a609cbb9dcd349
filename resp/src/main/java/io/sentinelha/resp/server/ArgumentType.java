package io.sentinelha.resp.server;

/** Kinds of arguments, in the words of COMMAND DOCS. */
public enum ArgumentType {
  STRING("string"),
  INTEGER("integer"),
  DOUBLE("double"),
  KEY("key"),
  PATTERN("pattern"),
  UNIX_TIME("unix-time"),
  PURE_TOKEN("pure-token"),
  ONEOF("oneof"),
  BLOCK("block");

  private final String word;

  ArgumentType(String word) {
    this.word = word;
  }

  /** As on the wire. */
  public String word() {
    return word;
  }
}
