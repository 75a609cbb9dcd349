package io.sentinelha.core.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * What happened, as one number: a hash over every event, effect and write, in order. On demand also
 * as lines of text for people; nothing is written down otherwise, because a seed can be run again.
 */
public final class Journal {

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private final Scheduler scheduler;
  private final List<String> lines = new ArrayList<>();
  private boolean writesLines;
  private long hash = PRIME;

  Journal(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** From now on lines are written. */
  public void writeLines() {
    writesLines = true;
  }

  public boolean writesLines() {
    return writesLines;
  }

  /** Takes something in. */
  public void mix(long value) {
    long x = (hash ^ value) * PRIME;
    hash = x ^ x >>> 29;
  }

  /** The hash of all that happened so far. */
  public long hash() {
    return hash;
  }

  /** Something that happened to a host. */
  public void note(Host who, String what) {
    mix(31L * who.index + what.hashCode());
    if (writesLines) {
      line(who.name, what);
    }
  }

  /** A line without effect on the hash. Callers ask {@link #writesLines} first. */
  public void line(String who, String what) {
    long now = scheduler.now();
    StringBuilder text = new StringBuilder().append(now / 1_000).append('.');
    text.append(String.valueOf(1_000 + now % 1_000), 1, 4);
    while (text.length() < 8) {
      text.insert(0, ' ');
    }
    lines.add(text.append(' ').append(who).append(' ').append(what).toString());
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }
}
