package io.sentinelha.server.store;

/** What may stand behind a key, with the name that TYPE tells and the number that digests use. */
public enum ValueType {
  STRING("string", 0),
  LIST("list", 1),
  SET("set", 2),
  ZSET("zset", 3),
  HASH("hash", 4),
  MODULE("module", 5),
  STREAM("stream", 6);

  private final String word;
  private final int number;

  ValueType(String word, int number) {
    this.word = word;
    this.number = number;
  }

  /** As TYPE tells it and SCAN ... TYPE takes it. */
  public String word() {
    return word;
  }

  /** As digests have it. */
  public int number() {
    return number;
  }
}
