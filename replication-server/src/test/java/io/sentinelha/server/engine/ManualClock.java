package io.sentinelha.server.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when it is told to, and the tasks that wait for it. */
public final class ManualClock implements Clock, Scheduler {

  private static final long BEGIN = 1_700_000_000_000L;

  private static final class Task {
    final long at;
    final Runnable code;
    boolean cancelled;

    Task(long at, Runnable code) {
      this.at = at;
      this.code = code;
    }
  }

  private final List<Task> tasks = new ArrayList<>();
  private long now = BEGIN;

  /** Time that starts at some day of 2023. */
  public ManualClock() {}

  @Override
  public long millis() {
    return now;
  }

  @Override
  public long nanos() {
    return 1_000_000 * now;
  }

  @Override
  public Scheduled after(long millis, Runnable code) {
    Task task = new Task(now + millis, code);
    tasks.add(task);
    return () -> task.cancelled = true;
  }

  /** Lets time pass, and runs what becomes due, in order. */
  public void pass(long millis) {
    long end = now + millis;
    while (true) {
      Task next =
          tasks.stream()
              .filter(task -> !task.cancelled && task.at <= end)
              .min(Comparator.comparingLong(task -> task.at))
              .orElse(null);
      if (next == null) {
        break;
      }
      tasks.remove(next);
      now = Math.max(now, next.at);
      next.code.run();
    }
    now = end;
  }
}
