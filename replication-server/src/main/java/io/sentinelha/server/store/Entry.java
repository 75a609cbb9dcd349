package io.sentinelha.server.store;

/**
 * A key with a {@link Value}. Short strings have no entry: they are one array, see {@link Items}.
 */
public final class Entry {

  final byte[] key;
  private Value value;
  private final long expireAt;
  int access;

  /**
   * An entry.
   *
   * @param key kept, not copied
   * @param expireAt milliseconds since the epoch; {@link Items#NEVER} for none
   */
  public Entry(byte[] key, Value value, long expireAt) {
    this.key = key;
    this.value = value;
    this.expireAt = expireAt;
  }

  /** The key itself; not to be changed. */
  public byte[] key() {
    return key;
  }

  public Value value() {
    return value;
  }

  public long expireAt() {
    return expireAt;
  }

  /** Puts a value of the same type in the place of this one: a list that outgrew its form. */
  public void convert(Value other) {
    if (other.type() != value.type()) {
      throw new IllegalStateException("a " + value.type() + " cannot become a " + other.type());
    }
    value = other;
  }
}
