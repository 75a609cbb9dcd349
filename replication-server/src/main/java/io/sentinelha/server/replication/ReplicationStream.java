package io.sentinelha.server.replication;

import org.jspecify.annotations.Nullable;

/**
 * The stream of replication and its backlog: one chain of blocks that are only ever appended to.
 * Every replica has a {@link Cursor} in it. What nobody needs goes at the front, a block at a time,
 * so that the backlog holds what it is to hold, and more while a replica lags.
 *
 * <p>The first byte of the stream is number 1, as in Redis.
 *
 * @see History#offset()
 */
final class ReplicationStream {

  private static final int SMALLEST_BLOCK = 16 << 10;
  private static final int LARGEST_BLOCK = 1 << 20;

  /** Blocks that are kept for what comes: one goes about as often as one comes. */
  private static final int MOST_SPARES = 4;

  private final History history;
  private final ReplicationSettings settings;
  private @Nullable Block first;
  private @Nullable Block last;

  /** Dropped and to be used again; linked like those in use. */
  private @Nullable Block spare;

  private int spares;

  /** Bytes in all blocks. */
  private long length;

  private long cursors;

  private static final class Block {
    private final byte[] bytes;

    /** Number of its first byte. */
    private long start;

    private int length;
    private int cursors;
    private @Nullable Block next;

    private Block(int size, long start) {
      this.bytes = new byte[size];
      this.start = start;
    }
  }

  /** Takes bytes of the stream. They do not change any more, but the array is not the taker's. */
  @FunctionalInterface
  interface Taker {
    void take(byte[] bytes, int from, int length);
  }

  ReplicationStream(History history, ReplicationSettings settings) {
    this.history = history;
    this.settings = settings;
  }

  /** Whether the stream is kept. */
  boolean exists() {
    return last != null;
  }

  /** Begins to keep the stream, from the next byte on. What was kept is forgotten. */
  void create() {
    Block block = new Block(blockSize(), history.offset() + 1);
    first = block;
    last = block;
    length = 0;
  }

  /** Keeps it no longer. Cursors must have been closed. */
  void free() {
    first = null;
    last = null;
    length = 0;
    spare = null;
    spares = 0;
  }

  /** Number of the first byte that is there; 0 if the stream is not kept. */
  long firstByte() {
    Block block = first;
    return block == null ? 0 : block.start;
  }

  /** Bytes that are there. */
  long length() {
    return length;
  }

  /** Whether the stream can be gone on with from this byte; the one after the last counts. */
  boolean has(long from) {
    return exists() && from >= firstByte() && from <= firstByte() + length;
  }

  private int blockSize() {
    long wanted = settings.backlogSize.value() / 16;
    return (int) Math.max(SMALLEST_BLOCK, Math.min(wanted, LARGEST_BLOCK));
  }

  private Block block(long start) {
    int size = blockSize();
    Block used = spare;
    if (used == null) {
      return new Block(size, start);
    }
    spare = used.next;
    spares--;
    if (used.bytes.length != size) {
      return new Block(size, start);
    }
    used.next = null;
    used.start = start;
    used.length = 0;
    return used;
  }

  private void keepSpare(Block dropped) {
    if (spares < MOST_SPARES) {
      dropped.next = spare;
      spare = dropped;
      spares++;
    }
  }

  /** Adds bytes, and moves the offset of the history. Without a stream nothing is counted. */
  void append(byte[] bytes, int from, int count) {
    Block to = last;
    if (to == null) {
      return;
    }
    int at = from;
    int left = count;
    while (left > 0) {
      int room = to.bytes.length - to.length;
      if (room == 0) {
        Block fresh = block(to.start + to.length);
        to.next = fresh;
        to = fresh;
        last = to;
        room = to.bytes.length;
      }
      int part = Math.min(room, left);
      System.arraycopy(bytes, at, to.bytes, to.length, part);
      to.length += part;
      at += part;
      left -= part;
    }
    length += count;
    history.advance(count);
    if (length > settings.backlogSize.value()) {
      trim();
    }
  }

  /** Drops blocks at the front that are too much for the backlog and that nobody needs. */
  void trim() {
    long wanted = settings.backlogSize.value();
    Block block = first;
    while (block != null
        && block.next != null
        && block.cursors == 0
        && length - block.length >= wanted) {
      length -= block.length;
      Block dropped = block;
      block = block.next;
      first = block;
      keepSpare(dropped);
    }
  }

  /** The bytes that are there get other numbers: the history before them was longer. */
  void rebase(long by) {
    for (Block block = first; block != null; block = block.next) {
      block.start += by;
    }
    history.advance(by);
  }

  /** A cursor before this byte, which {@link #has} must have been true for. */
  Cursor cursor(long from) {
    Block block = first;
    while (block != null && from > block.start + block.length) {
      block = block.next;
    }
    if (block == null || from < block.start) {
      throw new IllegalArgumentException("the stream does not have byte " + from);
    }
    return new Cursor(block, (int) (from - block.start));
  }

  /** A cursor before the next byte. */
  Cursor cursorAtEnd() {
    return cursor(firstByte() + length);
  }

  /** A cursor at the place of another one, which still pins it. */
  Cursor cursorAt(Cursor other) {
    Block block = other.block;
    if (block == null) {
      throw new IllegalArgumentException("the cursor is closed");
    }
    return new Cursor(block, other.at);
  }

  /** How many there are. */
  long cursors() {
    return cursors;
  }

  /** A place in the stream. What is behind it stays until it is closed. */
  final class Cursor {
    private @Nullable Block block;
    private int at;

    private Cursor(Block block, int at) {
      this.block = block;
      this.at = at;
      block.cursors++;
      cursors++;
    }

    /** The number of the next byte. */
    long next() {
      Block here = block;
      return here == null ? 0 : here.start + at;
    }

    /** Bytes between here and the end. */
    long pending() {
      return block == null ? 0 : firstByte() + length - next();
    }

    /** Hands over the next bytes, at most so many; returns how many there were. */
    int take(int most, Taker taker) {
      Block here = block;
      if (here == null) {
        return 0;
      }
      if (at == here.length && here.next != null) {
        here.cursors--;
        here = here.next;
        here.cursors++;
        block = here;
        at = 0;
        if (length > settings.backlogSize.value()) {
          trim();
        }
      }
      int count = Math.min(most, here.length - at);
      if (count > 0) {
        taker.take(here.bytes, at, count);
        at += count;
      }
      return count;
    }

    void close() {
      Block here = block;
      if (here != null) {
        here.cursors--;
        cursors--;
        block = null;
        trim();
      }
    }
  }
}
