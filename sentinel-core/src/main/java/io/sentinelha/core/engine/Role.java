package io.sentinelha.core.engine;

/** What a data node says it is. */
public enum Role {
  PRIMARY("master"),
  REPLICA("slave");

  private final String wireName;

  Role(String wireName) {
    this.wireName = wireName;
  }

  /** The word used in INFO, in instance fields and in event payloads. */
  public String wireName() {
    return wireName;
  }
}
