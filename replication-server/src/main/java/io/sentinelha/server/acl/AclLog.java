package io.sentinelha.server.acl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** What was refused lately, newest first; the same again within a minute is counted, not added. */
public final class AclLog {

  private static final long SAME_MILLIS = 60_000;

  /** One refusal, or several alike. */
  public static final class Entry {
    private final Denial.Kind kind;
    private final String context;
    private final String object;
    private final String user;
    private String client;
    private long millis;
    private long count = 1;

    Entry(Denial.Kind kind, String context, String object, String user, String client) {
      this.kind = kind;
      this.context = context;
      this.object = object;
      this.user = user;
      this.client = client;
    }

    private boolean isLike(Entry other) {
      return kind == other.kind
          && context.equals(other.context)
          && other.millis - millis <= SAME_MILLIS
          && object.equals(other.object)
          && user.equals(other.user);
    }

    public long count() {
      return count;
    }

    /** {@code command}, {@code key}, {@code channel} or {@code auth}. */
    public String reason() {
      return kind.name().toLowerCase(Locale.ROOT);
    }

    /** {@code toplevel} or {@code multi}. */
    public String context() {
      return context;
    }

    /** One character per byte. */
    public String object() {
      return object;
    }

    public String user() {
      return user;
    }

    public double ageSeconds(long nowMillis) {
      return (nowMillis - millis) / 1000.0;
    }

    /** The line of CLIENT LIST. */
    public String client() {
      return client;
    }
  }

  private final Deque<Entry> entries = new ArrayDeque<>();

  AclLog() {}

  void add(Entry entry, long nowMillis, long most) {
    entry.millis = nowMillis;
    for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
      Entry before = all.next();
      if (before.isLike(entry)) {
        all.remove();
        before.count++;
        before.millis = nowMillis;
        before.client = entry.client;
        entries.addFirst(before);
        return;
      }
    }
    entries.addFirst(entry);
    while (entries.size() > most) {
      entries.removeLast();
    }
  }

  public void clear() {
    entries.clear();
  }

  /** The newest ones. */
  public List<Entry> newest(long count) {
    return entries.stream().limit(count).toList();
  }
}
