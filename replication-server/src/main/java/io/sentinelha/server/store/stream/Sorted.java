package io.sentinelha.server.store.stream;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map in chunks of some dozen keys, of which a snapshot can be taken at once: both share
 * their chunks from then on, and whoever changes one copies it first.
 */
final class Sorted<K, V> {

  private static final int CHUNK = 64;
  private static final Chunk[] NONE = {};

  private static final class Chunk {
    final @Nullable Object[] keys;
    final @Nullable Object[] values;
    int size;
    final Object owner;

    Chunk(@Nullable Object[] keys, @Nullable Object[] values, int size, Object owner) {
      this.keys = keys;
      this.values = values;
      this.size = size;
      this.owner = owner;
    }

    Chunk(Object owner) {
      this(new Object[CHUNK], new Object[CHUNK], 0, owner);
    }

    Chunk copy(Object forOwner) {
      return new Chunk(keys.clone(), values.clone(), size, forOwner);
    }

    void insert(int at, Object key, Object value) {
      System.arraycopy(keys, at, keys, at + 1, size - at);
      System.arraycopy(values, at, values, at + 1, size - at);
      keys[at] = key;
      values[at] = value;
      size++;
    }

    void delete(int at) {
      size--;
      System.arraycopy(keys, at + 1, keys, at, size - at);
      System.arraycopy(values, at + 1, values, at, size - at);
      keys[size] = null;
      values[size] = null;
    }

    /** Moves the upper half into a new chunk. */
    Chunk split() {
      int half = size / 2;
      Chunk upper = new Chunk(owner);
      upper.size = size - half;
      System.arraycopy(keys, half, upper.keys, 0, upper.size);
      System.arraycopy(values, half, upper.values, 0, upper.size);
      Arrays.fill(keys, half, size, null);
      Arrays.fill(values, half, size, null);
      size = half;
      return upper;
    }
  }

  /** A place in the map; good until the map changes. Stands on a key unless it {@link #isEnd}. */
  final class Place {
    private int chunk;
    private int index;

    private Place(int chunk, int index) {
      this.chunk = chunk;
      this.index = index;
    }

    boolean isEnd() {
      return chunk < 0 || chunk >= count;
    }

    K key() {
      return keyAt(chunks[chunk], index);
    }

    V value() {
      return valueAt(chunks[chunk], index);
    }

    void next() {
      index++;
      if (index >= chunks[chunk].size) {
        chunk++;
        index = 0;
      }
    }

    void previous() {
      index--;
      if (index < 0) {
        chunk--;
        index = chunk < 0 ? 0 : chunks[chunk].size - 1;
      }
    }
  }

  private final Comparator<? super K> order;
  private Object owner = new Object();
  private Chunk[] chunks = NONE;
  private boolean ownsChunks = true;
  private int count;
  private int size;

  Sorted(Comparator<? super K> order) {
    this.order = order;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The map as it is now. Neither notices changes of the other; values are the same objects. */
  Sorted<K, V> snapshot() {
    Sorted<K, V> twin = new Sorted<>(order);
    twin.chunks = chunks;
    twin.count = count;
    twin.size = size;
    twin.ownsChunks = false;
    ownsChunks = false;
    owner = new Object();
    return twin;
  }

  @Nullable V get(K key) {
    int c = chunkFor(key);
    if (c < 0) {
      return null;
    }
    int i = search(chunks[c], key);
    return i < 0 ? null : valueAt(chunks[c], i);
  }

  /** Puts a value under a key, new or not; returns what was there. */
  @Nullable V put(K key, V value) {
    ownChunks();
    int c = chunkFor(key);
    if (c < 0) {
      if (count == 0) {
        addChunk(0, new Chunk(owner));
      }
      c = 0;
    }
    Chunk chunk = own(c);
    int i = search(chunk, key);
    if (i >= 0) {
      V old = valueAt(chunk, i);
      chunk.values[i] = value;
      return old;
    }
    insert(c, chunk, -i - 1, key, value);
    size++;
    return null;
  }

  private void insert(int c, Chunk chunk, int at, K key, V value) {
    if (chunk.size < CHUNK) {
      chunk.insert(at, key, value);
    } else if (at == CHUNK && c == count - 1) {
      // Keys mostly come in their order: chunks stay full then.
      Chunk next = new Chunk(owner);
      next.insert(0, key, value);
      addChunk(count, next);
    } else {
      Chunk upper = chunk.split();
      addChunk(c + 1, upper);
      if (at > chunk.size) {
        upper.insert(at - chunk.size, key, value);
      } else {
        chunk.insert(at, key, value);
      }
    }
  }

  @Nullable V remove(K key) {
    int c = chunkFor(key);
    if (c < 0) {
      return null;
    }
    int i = search(chunks[c], key);
    if (i < 0) {
      return null;
    }
    ownChunks();
    Chunk chunk = own(c);
    V old = valueAt(chunk, i);
    chunk.delete(i);
    size--;
    if (chunk.size == 0) {
      count--;
      System.arraycopy(chunks, c + 1, chunks, c, count - c);
      chunks[count] = null;
    }
    return old;
  }

  Place first() {
    return new Place(0, 0);
  }

  Place last() {
    return new Place(count - 1, count == 0 ? 0 : chunks[count - 1].size - 1);
  }

  /** The place of the least key that is not below this one. */
  Place ceiling(K key) {
    int c = chunkFor(key);
    if (c < 0) {
      return first();
    }
    int i = search(chunks[c], key);
    int at = i >= 0 ? i : -i - 1;
    return at < chunks[c].size ? new Place(c, at) : new Place(c + 1, 0);
  }

  /** The place of the greatest key that is not above this one. */
  Place floor(K key) {
    int c = chunkFor(key);
    if (c < 0) {
      return new Place(-1, 0);
    }
    int i = search(chunks[c], key);
    return new Place(c, i >= 0 ? i : -i - 2);
  }

  /** The last chunk whose first key is not above; -1 if there is none. */
  private int chunkFor(K key) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (order.compare(keyAt(chunks[middle], 0), key) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private int search(Chunk chunk, K key) {
    int low = 0;
    int high = chunk.size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int compared = order.compare(keyAt(chunk, middle), key);
      if (compared == 0) {
        return middle;
      } else if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  private void ownChunks() {
    if (!ownsChunks) {
      chunks = Arrays.copyOf(chunks, chunks.length);
      ownsChunks = true;
    }
  }

  private Chunk own(int c) {
    Chunk chunk = chunks[c];
    if (chunk.owner != owner) {
      chunk = chunk.copy(owner);
      chunks[c] = chunk;
    }
    return chunk;
  }

  private void addChunk(int at, Chunk chunk) {
    if (count == chunks.length) {
      chunks = Arrays.copyOf(chunks, Math.max(4, count + count / 2));
    }
    System.arraycopy(chunks, at, chunks, at + 1, count - at);
    chunks[at] = chunk;
    count++;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // Only K and V are put in; below size, none is null.
  private K keyAt(Chunk chunk, int index) {
    return (K) chunk.keys[index];
  }

  @SuppressWarnings({"unchecked", "NullAway"})
  private V valueAt(Chunk chunk, int index) {
    return (V) chunk.values[index];
  }
}
