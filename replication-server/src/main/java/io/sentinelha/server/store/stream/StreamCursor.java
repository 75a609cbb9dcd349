package io.sentinelha.server.store.stream;

import io.sentinelha.server.store.Slice;
import java.util.List;

/**
 * Goes through the entries of a stream between two ids, both included, forwards or backwards. Good
 * until the stream changes.
 */
public final class StreamCursor {

  private static final StreamNode NONE = StreamNode.begin(StreamId.MIN, List.of(), new Object());

  private final Sorted<StreamId, StreamNode>.Place place;
  private final StreamId start;
  private final StreamId end;
  private final boolean backwards;

  private StreamNode node;

  /** Forwards: where the next entry begins. Backwards: where the one before ends. */
  private int at;

  private boolean inNode;
  private StreamId id = StreamId.MIN;
  private int flagsAt;
  private int fields;

  /** Of the current entry: the next element to read, how many are left, the next name. */
  private int elementAt;

  private long elementsLeft;
  private int nameAt;
  private boolean masterNames;
  private boolean nameIsNext;

  StreamCursor(
      Sorted<StreamId, StreamNode> nodes, StreamId start, StreamId end, boolean backwards) {
    this.start = start;
    this.end = end;
    this.backwards = backwards;
    Sorted<StreamId, StreamNode>.Place floor = nodes.floor(backwards ? end : start);
    place = floor.isEnd() && !backwards ? nodes.first() : floor;
    node = place.isEnd() ? NONE : place.value();
  }

  /** Goes to the next entry; false if there is none. */
  public boolean next() {
    return backwards ? nextBackwards() : nextForwards();
  }

  private boolean nextForwards() {
    while (!place.isEnd()) {
      if (inNode) {
        at = entryEnd();
      } else {
        node = place.value();
        at = node.firstEntryAt();
        inNode = true;
      }
      for (; !node.pack.isEnd(at); at = entryEnd()) {
        read(at);
        if (isDeleted()) { // XSETID may go back behind it: then smaller ids follow.
          continue;
        }
        if (id.isAfter(end)) {
          toEnd();
          return false;
        }
        if (!id.isBefore(start)) {
          return true;
        }
      }
      place.next();
      inNode = false;
    }
    return false;
  }

  private boolean nextBackwards() {
    while (!place.isEnd()) {
      if (!inNode) {
        node = place.value();
        at = node.pack.length() - 1;
        inNode = true;
      }
      int first = node.firstEntryAt();
      while (at > first) {
        int back = node.pack.previous(at);
        for (long left = node.pack.number(back); left > 0; left--) {
          back = node.pack.previous(back);
        }
        at = back;
        read(back);
        if (isDeleted()) {
          continue;
        }
        if (id.isBefore(start)) {
          toEnd();
          return false;
        }
        if (!id.isAfter(end)) {
          return true;
        }
      }
      place.previous();
      inNode = false;
    }
    return false;
  }

  private void toEnd() {
    while (!place.isEnd()) {
      if (backwards) {
        place.previous();
      } else {
        place.next();
      }
    }
  }

  /** Behind all elements of the current entry. */
  private int entryEnd() {
    int p = elementAt;
    for (long left = elementsLeft; left > 0; left--) {
      p = node.pack.next(p);
    }
    return node.pack.next(p); // The number of elements stands last.
  }

  private void read(int entryAt) {
    flagsAt = entryAt;
    StreamPack pack = node.pack;
    long flags = pack.number(entryAt);
    int msAt = pack.next(entryAt);
    id = node.idAt(msAt);
    int p = pack.next(pack.next(msAt));
    masterNames = StreamNode.hasMasterFields(flags);
    if (masterNames) {
      fields = (int) node.masterFields();
      nameAt = node.masterFieldsAt();
      elementsLeft = fields;
    } else {
      fields = (int) pack.number(p);
      p = pack.next(p);
      elementsLeft = 2L * fields;
    }
    elementAt = p;
    nameIsNext = true;
  }

  private boolean isDeleted() {
    return StreamNode.isDeleted(node.pack.number(flagsAt));
  }

  /** Of the current entry. */
  public StreamId id() {
    return id;
  }

  /** How many fields the current entry has. */
  public int fields() {
    return fields;
  }

  /**
   * The next name or value of the current entry, alternating; to be called at most twice per field.
   * Good until the stream changes.
   */
  public Slice nextText() {
    boolean name = nameIsNext;
    nameIsNext = !name;
    if (name && masterNames) {
      Slice text = node.pack.text(nameAt);
      nameAt = node.pack.next(nameAt);
      return text;
    }
    Slice text = node.pack.text(elementAt);
    elementAt = node.pack.next(elementAt);
    elementsLeft--;
    return text;
  }

  StreamNode node() {
    return node;
  }

  int flagsAt() {
    return flagsAt;
  }
}
