package io.sentinelha.server.store.stream;

import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.ValueType;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stream: entries in the order of their ids, packed in nodes as files have them, and groups of
 * consumers. It may be empty and still be there.
 *
 * <p>To write it to a file: {@link #forEachNode}, the counters, {@link #forEachGroup} with {@link
 * ConsumerGroup#forEachPending} and {@link ConsumerGroup#forEachConsumer}; this works on a {@link
 * #frozen} one on another thread. To read it: an empty one, {@link #addNode} for each node, {@link
 * #restore}, then {@link #addGroup}, for each consumer {@link ConsumerGroup#addConsumer} and for
 * each of its pending entries {@link ConsumerGroup#pend}.
 */
public final class StreamValue implements Value {

  /** A node must not become larger, whatever the settings say. */
  public static final int LARGEST_NODE = 1 << 30;

  private static final int OBJECT_BYTES = 176;
  private static final int NODE_BYTES = 96;
  private static final int GROUP_BYTES = 240;

  private final Sorted<StreamId, StreamNode> nodes;
  private final Sorted<Slice, ConsumerGroup> groups;
  private final ConsumerGroup.Tally tally = new ConsumerGroup.Tally();

  /** Nodes and groups of another edition are shared, and copied before they change. */
  private Object edition = new Object();

  private long bytes;
  private long length;
  private StreamId lastId = StreamId.MIN;
  private StreamId firstId = StreamId.MIN;
  private StreamId maxDeletedId = StreamId.MIN;
  private long entriesAdded;

  private StreamValue(Sorted<StreamId, StreamNode> nodes, Sorted<Slice, ConsumerGroup> groups) {
    this.nodes = nodes;
    this.groups = groups;
  }

  /** An empty stream. */
  public StreamValue() {
    this(new Sorted<>(Comparator.<StreamId>naturalOrder()), new Sorted<>(ConsumerGroup.BY_BYTES));
  }

  @Override
  public ValueType type() {
    return ValueType.STREAM;
  }

  @Override
  public String encoding() {
    return "stream";
  }

  @Override
  public long memory() {
    return OBJECT_BYTES
        + bytes
        + (long) NODE_BYTES * nodes.size()
        + (long) GROUP_BYTES * groups.size()
        + tally.bytes;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public Value copy() {
    StreamValue twin =
        twin(
            new Sorted<>(Comparator.<StreamId>naturalOrder()),
            new Sorted<>(ConsumerGroup.BY_BYTES));
    for (Sorted<StreamId, StreamNode>.Place at = nodes.first(); !at.isEnd(); at.next()) {
      StreamNode node = at.value().copy(twin.edition);
      twin.nodes.put(node.master, node);
      twin.bytes += node.pack.length();
    }
    forEachGroup(
        group -> {
          ConsumerGroup other = group.copy(twin.edition, twin.tally);
          twin.groups.put(other.name(), other);
        });
    return twin;
  }

  @Override
  public Value frozen() {
    StreamValue twin = twin(nodes.snapshot(), groups.snapshot());
    twin.bytes = bytes;
    twin.tally.bytes = tally.bytes;
    edition = new Object();
    return twin;
  }

  private StreamValue twin(
      Sorted<StreamId, StreamNode> withNodes, Sorted<Slice, ConsumerGroup> withGroups) {
    StreamValue twin = new StreamValue(withNodes, withGroups);
    twin.length = length;
    twin.lastId = lastId;
    twin.firstId = firstId;
    twin.maxDeletedId = maxDeletedId;
    twin.entriesAdded = entriesAdded;
    return twin;
  }

  /** The greatest id that it ever had. */
  public StreamId lastId() {
    return lastId;
  }

  /** The id of the first entry; {@link StreamId#MIN} if there is none. */
  public StreamId firstId() {
    return firstId;
  }

  /** The greatest id that was taken out of the middle. */
  public StreamId maxDeletedId() {
    return maxDeletedId;
  }

  /** How many entries it ever had. */
  public long entriesAdded() {
    return entriesAdded;
  }

  /** Sets what is no property of the entries. */
  public void restore(StreamId last, StreamId maxDeleted, long added) {
    lastId = last;
    maxDeletedId = maxDeleted;
    entriesAdded = added;
    findFirst();
  }

  private void findFirst() {
    StreamCursor cursor = range(StreamId.MIN, StreamId.MAX, false);
    firstId = cursor.next() ? cursor.id() : StreamId.MIN;
  }

  // --- Entries ---

  /** Entries between two ids, both included; when backwards, from the greater one down. */
  public StreamCursor range(StreamId least, StreamId greatest, boolean backwards) {
    return new StreamCursor(nodes, least, greatest, backwards);
  }

  /** How many entries {@link #range} would give, counted up to a limit. */
  public long count(StreamId least, StreamId greatest, boolean backwards, long most) {
    StreamCursor cursor = range(least, greatest, backwards);
    long count = 0;
    while (count < most && cursor.next()) {
      count++;
    }
    return count;
  }

  /** The id of the first entry, deleted or not; {@link StreamId#MAX} if there is none. */
  public StreamId firstNodeId() {
    return nodes.isEmpty() ? StreamId.MAX : nodes.first().key();
  }

  public boolean contains(StreamId id) {
    return range(id, id, false).next();
  }

  /** The id of the last entry that is still there; {@link StreamId#MIN} if there is none. */
  public StreamId lastEntryId() {
    StreamCursor cursor = range(StreamId.MIN, StreamId.MAX, true);
    return cursor.next() ? cursor.id() : StreamId.MIN;
  }

  /**
   * Adds an entry behind all others.
   *
   * @param id greater than {@link #lastId}
   * @param pairs names and values, alternating; copied
   * @param maxBytes a node that would have more gets no more entries
   * @param maxEntries the same; 0 for any number
   */
  public void append(StreamId id, List<Slice> pairs, int maxBytes, long maxEntries) {
    long size = 0;
    for (Slice each : pairs) {
      size += each.length();
    }
    StreamNode last = nodes.isEmpty() ? null : nodes.last().value();
    if (last == null || last.pack.length() + size >= maxBytes) {
      last = null;
    } else if (maxEntries > 0 && last.count() + last.deleted() >= maxEntries) {
      last = own(last);
      last.pack.shrink();
      last = null;
    }
    if (last == null) {
      StreamNode node = StreamNode.begin(id, pairs, edition);
      nodes.put(id, node);
      bytes += node.pack.length();
    } else {
      StreamNode node = own(last);
      bytes -= node.pack.length();
      node.append(id, pairs);
      bytes += node.pack.length();
    }
    length++;
    entriesAdded++;
    lastId = id;
    if (length == 1) {
      firstId = id;
    }
  }

  private StreamNode own(StreamNode node) {
    if (node.owner == edition) {
      return node;
    }
    StreamNode mine = node.copy(edition);
    nodes.put(mine.master, mine);
    return mine;
  }

  /** Takes entries out; returns how many were there. */
  public long delete(List<StreamId> ids) {
    long count = 0;
    boolean first = false;
    for (StreamId id : ids) {
      StreamCursor cursor = range(id, id, false);
      if (cursor.next()) {
        delete(cursor);
        count++;
        first |= id.equals(firstId);
        if (id.isAfter(maxDeletedId)) {
          maxDeletedId = id;
        }
      }
    }
    if (first || length == 0) {
      findFirst();
    }
    return count;
  }

  private void delete(StreamCursor entry) {
    StreamNode node = entry.node();
    length--;
    if (node.count() == 1) {
      drop(node);
      return;
    }
    StreamNode mine = own(node);
    bytes -= mine.pack.length();
    mine.delete(entry.flagsAt());
    bytes += mine.pack.length();
  }

  private void drop(StreamNode node) {
    nodes.remove(node.master);
    bytes -= node.pack.length();
  }

  /**
   * Takes entries off the beginning until so many are left.
   *
   * @param whole only nodes as a whole, so that up to a node more are left
   * @param limit of entries to take; 0 for any number
   */
  public long trimToLength(long left, boolean whole, long limit) {
    if (length <= left) {
      return 0; // So it is with most XADDs, and a snapshot needs no copy of the first node.
    }
    return trim(
        node -> length - node.count() >= left,
        node -> node.deleteFirst(length - left, id -> true),
        whole,
        limit);
  }

  /** As {@link #trimToLength}, until no entry is before an id. */
  public long trimBefore(StreamId least, boolean whole, long limit) {
    return trim(
        node -> node.lastId().isBefore(least),
        node -> node.deleteFirst(Long.MAX_VALUE, id -> id.isBefore(least)),
        whole,
        limit);
  }

  private long trim(
      Predicate<StreamNode> all, ToLongFunction<StreamNode> some, boolean whole, long limit) {
    long before = length;
    while (!nodes.isEmpty()) {
      StreamNode node = nodes.first().value();
      if (limit > 0 && before - length + node.count() > limit) {
        break;
      }
      if (!all.test(node)) {
        if (!whole) {
          StreamNode mine = own(node);
          bytes -= mine.pack.length();
          length -= some.applyAsLong(mine);
          bytes += mine.pack.length();
        }
        break;
      }
      drop(node);
      length -= node.count();
    }
    if (length < before) {
      findFirst();
    }
    return before - length;
  }

  // --- Groups ---

  public int groupCount() {
    return groups.size();
  }

  /** All groups by name. */
  public void forEachGroup(Consumer<ConsumerGroup> taker) {
    for (Sorted<Slice, ConsumerGroup>.Place at = groups.first(); !at.isEnd(); at.next()) {
      taker.accept(at.value());
    }
  }

  /** A group to look at. */
  public @Nullable ConsumerGroup group(Slice name) {
    return groups.get(name);
  }

  /** A group to change; good until the stream is frozen. */
  public @Nullable ConsumerGroup groupToChange(Slice name) {
    ConsumerGroup group = groups.get(name);
    if (group == null || group.owner == edition) {
      return group;
    }
    ConsumerGroup mine = group.next(edition);
    groups.put(mine.name(), mine);
    return mine;
  }

  /** Adds a group; the name is copied. Null if there is one of that name. */
  public @Nullable ConsumerGroup addGroup(Slice name, StreamId last, long entriesRead) {
    if (groups.get(name) != null) {
      return null;
    }
    ConsumerGroup group =
        new ConsumerGroup(Slice.of(name.toArray()), last, entriesRead, edition, tally);
    groups.put(group.name(), group);
    return group;
  }

  public boolean removeGroup(Slice name) {
    ConsumerGroup group = groups.remove(name);
    if (group == null) {
      return false;
    }
    tally.bytes -= group.memory();
    return true;
  }

  // --- Files ---

  /** Takes a node: a listpack as files have it. */
  @FunctionalInterface
  public interface NodeTaker {
    /** The bytes are good until this returns. */
    void accept(StreamId first, byte[] bytes, int length);
  }

  public int nodeCount() {
    return nodes.size();
  }

  /** All nodes in their order. */
  public void forEachNode(NodeTaker taker) {
    for (Sorted<StreamId, StreamNode>.Place at = nodes.first(); !at.isEnd(); at.next()) {
      StreamNode node = at.value();
      taker.accept(node.master, node.pack.array(), node.pack.length());
    }
  }

  /**
   * Adds a node from a file behind all others.
   *
   * @param listpack kept, not copied
   * @return false if it is damaged, or not behind them: nothing was added
   */
  public boolean addNode(StreamId first, byte[] listpack) {
    if (!StreamNode.isValid(listpack)) {
      return false;
    }
    if (!nodes.isEmpty() && !first.isAfter(nodes.last().key())) {
      return false;
    }
    StreamNode node = StreamNode.of(first, listpack, edition);
    nodes.put(first, node);
    bytes += listpack.length;
    length += node.count();
    return true;
  }
}
