package io.sentinelha.server.store.stream;

import io.sentinelha.server.store.Slice;
import java.util.List;
import java.util.function.Predicate;

/**
 * Some dozen entries in one listpack: number of entries and of deleted ones, the number of fields
 * of the first entry and their names, 0; then per entry flags, distance of its id from the first
 * one's, fields and values (values alone if the fields are those of the first entry), and how many
 * elements that were.
 */
final class StreamNode {

  private static final long DELETED = 1;
  private static final long SAME_FIELDS = 2;

  /** Redis reserves that much for a node that it begins, and gives it back when it is full. */
  private static final int ROOM = 256;

  /** The id of the first entry that it had. */
  final StreamId master;

  final StreamPack pack;

  /** The edition of the stream that may change it. */
  final Object owner;

  private StreamNode(StreamId master, StreamPack pack, Object owner) {
    this.master = master;
    this.pack = pack;
    this.owner = owner;
  }

  /** A node with its first entry. */
  static StreamNode begin(StreamId id, List<Slice> pairs, Object owner) {
    StreamPack pack = new StreamPack(ROOM);
    pack.append(1);
    pack.append(0);
    pack.append(pairs.size() / 2);
    for (int i = 0; i < pairs.size(); i += 2) {
      pack.append(pairs.get(i));
    }
    pack.append(0);
    StreamNode node = new StreamNode(id, pack, owner);
    node.write(id, pairs, true);
    return node;
  }

  /** A node from its bytes, which were checked. */
  static StreamNode of(StreamId master, byte[] bytes, Object owner) {
    return new StreamNode(master, new StreamPack(bytes), owner);
  }

  StreamNode copy(Object forOwner) {
    return new StreamNode(master, new StreamPack(pack.toArray()), forOwner);
  }

  /** Entries that are there. */
  long count() {
    return pack.number(StreamPack.HEADER);
  }

  /** Entries that were deleted, and take room still. */
  long deleted() {
    return pack.number(deletedAt());
  }

  private int deletedAt() {
    return pack.next(StreamPack.HEADER);
  }

  private int masterCountAt() {
    return pack.next(deletedAt());
  }

  long masterFields() {
    return pack.number(masterCountAt());
  }

  /** Where the names of the first entry's fields begin. */
  int masterFieldsAt() {
    return pack.next(masterCountAt());
  }

  int firstEntryAt() {
    int at = masterFieldsAt();
    for (long left = masterFields() + 1; left > 0; left--) {
      at = pack.next(at);
    }
    return at;
  }

  static boolean isDeleted(long flags) {
    return (flags & DELETED) != 0;
  }

  static boolean hasMasterFields(long flags) {
    return (flags & SAME_FIELDS) != 0;
  }

  void append(StreamId id, List<Slice> pairs) {
    pack.replace(StreamPack.HEADER, count() + 1);
    write(id, pairs, hasMasterFields(pairs));
  }

  private boolean hasMasterFields(List<Slice> pairs) {
    if (masterFields() != pairs.size() / 2) {
      return false;
    }
    int at = masterFieldsAt();
    for (int i = 0; i < pairs.size(); i += 2) {
      if (!pack.text(at).sameAs(pairs.get(i))) {
        return false;
      }
      at = pack.next(at);
    }
    return true;
  }

  private void write(StreamId id, List<Slice> pairs, boolean same) {
    pack.append(same ? SAME_FIELDS : 0);
    pack.append(id.ms() - master.ms());
    pack.append(id.seq() - master.seq());
    int fields = pairs.size() / 2;
    if (!same) {
      pack.append(fields);
    }
    for (int i = same ? 1 : 0; i < pairs.size(); i += same ? 2 : 1) {
      pack.append(pairs.get(i));
    }
    pack.append(same ? fields + 3L : 2L * fields + 4);
  }

  /** Marks the entry whose flags stand at a place as deleted. */
  void delete(int flagsAt) {
    pack.replace(flagsAt, pack.number(flagsAt) | DELETED);
    pack.replace(StreamPack.HEADER, count() - 1);
    pack.replace(deletedAt(), deleted() + 1);
  }

  /**
   * Marks entries from the first on as deleted, as long as a condition holds for every one that it
   * passes, deleted or not. None may be left then: as in Redis, the node stays.
   *
   * @return how many were marked; at most so many
   */
  long deleteFirst(long most, Predicate<StreamId> condition) {
    long gone = 0;
    for (int at = firstEntryAt(); gone < most && !pack.isEnd(at); at = entryAfter(at)) {
      if (!condition.test(idAt(pack.next(at)))) {
        break;
      }
      long flags = pack.number(at);
      if (!isDeleted(flags)) {
        pack.replace(at, flags | DELETED);
        gone++;
      }
    }
    if (gone > 0) {
      pack.replace(StreamPack.HEADER, count() - gone);
      pack.replace(deletedAt(), deleted() + gone);
    }
    return gone;
  }

  private int entryAfter(int entryAt) {
    int at = pack.next(pack.next(pack.next(entryAt)));
    long left = masterFields();
    if (!hasMasterFields(pack.number(entryAt))) {
      left = 2 * pack.number(at);
      at = pack.next(at);
    }
    for (; left > 0; left--) {
      at = pack.next(at);
    }
    return pack.next(at); // The number of elements stands last.
  }

  /** The id of its last entry, deleted or not. */
  StreamId lastId() {
    int at = pack.previous(pack.length() - 1);
    for (long left = pack.number(at); left > 0; left--) {
      at = pack.previous(at);
    }
    int msAt = pack.next(at);
    return idAt(msAt);
  }

  StreamId idAt(int msAt) {
    return new StreamId(
        master.ms() + pack.number(msAt), master.seq() + pack.number(pack.next(msAt)));
  }

  // --- Distrust ---

  /** Whether bytes from elsewhere are a node with at least one entry, deleted or not. */
  static boolean isValid(byte[] bytes) {
    if (!StreamPack.isValid(bytes)) {
      return false;
    }
    Check check = new Check(new StreamPack(bytes));
    return check.passes();
  }

  /** Walks a listpack that is one, and may not be a node. */
  private static final class Check {
    private final StreamPack pack;
    private int at = StreamPack.HEADER;

    Check(StreamPack pack) {
      this.pack = pack;
    }

    boolean passes() {
      long count = number();
      long deleted = number();
      long fields = number();
      if (count < 0 || deleted < 0 || fields < 0 || !skip(fields) || number() != 0) {
        return false;
      }
      long seen = 0;
      long gone = 0;
      while (!pack.isEnd(at)) {
        long flags = number();
        long ms = number();
        long seq = number();
        long elements = hasMasterFields(flags) ? fields : number();
        if (flags < 0
            || ms == Long.MIN_VALUE
            || seq == Long.MIN_VALUE
            || elements < 0
            || elements > pack.length()) {
          return false;
        }
        long inside = hasMasterFields(flags) ? elements : 2 * elements;
        if (!skip(inside) || number() != inside + (hasMasterFields(flags) ? 3 : 4)) {
          return false;
        }
        if (isDeleted(flags)) {
          gone++;
        } else {
          seen++;
        }
      }
      return seen == count && gone == deleted && seen + gone > 0;
    }

    /** The number that stands here; the least one if there is none. */
    private long number() {
      if (pack.isEnd(at) || !pack.isNumber(at)) {
        return Long.MIN_VALUE;
      }
      long value = pack.number(at);
      at = pack.next(at);
      return value;
    }

    private boolean skip(long count) {
      for (long left = count; left > 0; left--) {
        if (pack.isEnd(at)) {
          return false;
        }
        at = pack.next(at);
      }
      return true;
    }
  }
}
