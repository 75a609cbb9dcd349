package io.sentinelha.server.store;

/** The keys of one database. */
public final class Keyspace extends BucketTable {

  private final SipHash hash;

  public Keyspace(SipHash hash) {
    this.hash = hash;
  }

  @Override
  protected long hash(Object item) {
    return Items.hash(item, hash);
  }

  @Override
  protected long hash(byte[] key, int from, int length) {
    return hash.hash(key, from, length);
  }

  @Override
  protected boolean matches(Object item, byte[] key, int from, int length) {
    return Items.hasKey(item, key, from, length);
  }

  @Override
  protected long expireAt(Object item) {
    return Items.expireAt(item);
  }
}
