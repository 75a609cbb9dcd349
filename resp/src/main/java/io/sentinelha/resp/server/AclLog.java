package io.sentinelha.resp.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The last refusals: failed authentications and commands without permission. Equal ones within a
 * minute are one entry with a count. Safe for all threads.
 */
public final class AclLog {

  /** Redis' default of acllog-max-len. */
  static final int DEFAULT_CAPACITY = 128;

  /** How many of the newest entries are looked through for an equal one, as in Redis. */
  private static final int SEARCHED = 10;

  private static final long GROUPING_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Why something was refused. */
  public enum Reason {
    AUTH,
    COMMAND,
    KEY,
    CHANNEL;

    /** As on the wire. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A refusal, or several equal ones.
   *
   * @param count how many; positive
   * @param reason why
   * @param object the command, key or channel that was refused
   * @param username who tried, or claimed to be
   * @param lastNanos when the last one happened, as {@link System#nanoTime} tells
   * @param clientInfo the last one's connection, as CLIENT INFO describes it
   */
  public record Entry(
      long count,
      Reason reason,
      String object,
      String username,
      long lastNanos,
      String clientInfo) {

    private boolean isLike(Entry newer) {
      return reason == newer.reason
          && object.equals(newer.object)
          && username.equals(newer.username)
          && newer.lastNanos - lastNanos < GROUPING_NANOS;
    }

    private Entry followedBy(Entry newer) {
      return new Entry(count + 1, reason, object, username, newer.lastNanos, newer.clientInfo);
    }
  }

  private final Deque<Entry> newestFirst = new ArrayDeque<>();

  private final long capacity;

  /**
   * An empty one.
   *
   * @param capacity most entries; older ones are forgotten; not negative
   */
  AclLog(long capacity) {
    this.capacity = capacity;
  }

  /** Notes a refusal that happened just now. */
  public synchronized void add(
      Reason reason, String object, String username, Connection connection) {
    Entry entry =
        new Entry(1, reason, object, username, System.nanoTime(), ClientInfo.of(connection));
    Iterator<Entry> known = newestFirst.iterator();
    for (int i = 0; i < SEARCHED && known.hasNext(); i++) {
      Entry older = known.next();
      if (older.isLike(entry)) {
        known.remove();
        newestFirst.addFirst(older.followedBy(entry));
        return;
      }
    }
    newestFirst.addFirst(entry);
    if (newestFirst.size() > capacity) {
      newestFirst.removeLast();
    }
  }

  /** The newest entries, newest first. */
  public synchronized List<Entry> newest(long most) {
    List<Entry> found = new ArrayList<>();
    for (Entry entry : newestFirst) {
      if (found.size() >= most) {
        break;
      }
      found.add(entry);
    }
    return found;
  }

  /** Forgets everything. */
  public synchronized void clear() {
    newestFirst.clear();
  }
}
