package io.sentinelha.resp;

/** The version of the protocol that a connection speaks. A connection starts with RESP2. */
public enum Protocol {
  RESP2(2),
  RESP3(3);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  /** The number that HELLO takes and tells: 2 or 3. */
  public int number() {
    return number;
  }
}
