package io.sentinelha.server.engine;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Keyspace;
import io.sentinelha.server.store.SipHash;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One of the numbered databases: its keys, who watches them and who waits for them. The number
 * stays with the content-free shell: SWAPDB exchanges contents.
 */
public final class Database {

  private final int index;
  private final SipHash hash;
  private Keyspace keys;

  /** Bytes of all items. */
  private long bytes;

  /** Whom a change of a key concerns. */
  final Map<Bytes, Set<Client>> watchers = new HashMap<>();

  /** Who waits for a key, in the order in which they are served. */
  final Map<Bytes, LinkedHashSet<Client>> waiters = new HashMap<>();

  /** Where the search for expired keys goes on. */
  long expiryPosition;

  Database(int index, SipHash hash) {
    this.index = index;
    this.hash = hash;
    this.keys = new Keyspace(hash);
  }

  public int index() {
    return index;
  }

  /** The keys, expired ones that were not noticed yet included. Changes go through this class. */
  public Keyspace keys() {
    return keys;
  }

  /** Bytes of all keys and values, about, without the table. */
  public long bytes() {
    return bytes;
  }

  /** Looks a key up, whether it has expired or not. */
  public @Nullable Object find(byte[] key, int from, int length) {
    return keys.find(key, from, length);
  }

  /** Looks a key up, whether it has expired or not. */
  public @Nullable Object find(byte[] key) {
    return keys.find(key, 0, key.length);
  }

  /**
   * Puts an item in the place of {@code old}, which was just found under the same key, or of none.
   */
  public void put(@Nullable Object old, Object item) {
    bytes += Items.memory(item) - (old == null ? 0 : Items.memory(old));
    keys.put(item);
  }

  /** Removes the item that was just found. */
  public void remove(Object item) {
    bytes -= Items.memory(item);
    keys.remove();
  }

  void resized(long difference) {
    bytes += difference;
  }

  /**
   * Drops all keys; the garbage collector does the work. A snapshot in progress goes on with the
   * table that is returned.
   */
  Keyspace clear() {
    Keyspace old = keys;
    keys = new Keyspace(hash);
    bytes = 0;
    expiryPosition = 0;
    return old;
  }

  /** Exchanges the keys of two databases. */
  void swap(Database other) {
    Keyspace mine = keys;
    keys = other.keys;
    other.keys = mine;
    long size = bytes;
    bytes = other.bytes;
    other.bytes = size;
    expiryPosition = 0;
    other.expiryPosition = 0;
  }
}
