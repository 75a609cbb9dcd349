package io.sentinelha.core.sim;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time in milliseconds: tasks run at their moment, those of one moment in the order in
 * which they came. The near future is a wheel with a slot for every millisecond, because nearly
 * every task of a simulation is due soon; what is further away waits in a queue.
 */
public final class Scheduler {

  private static final int SPAN = 1 << 12;
  private static final int MASK = SPAN - 1;
  private static final long BEGIN = 1_000;

  private static final class Task {
    final long moment;
    final long sequence;
    final Runnable work;
    @Nullable Task next;

    Task(long moment, long sequence, Runnable work) {
      this.moment = moment;
      this.sequence = sequence;
      this.work = work;
    }
  }

  private final @Nullable Task[] first = new Task[SPAN];
  private final @Nullable Task[] last = new Task[SPAN];
  private final PriorityQueue<Task> far =
      new PriorityQueue<>(
          (a, b) ->
              a.moment != b.moment
                  ? Long.compare(a.moment, b.moment)
                  : Long.compare(a.sequence, b.sequence));
  private long now = BEGIN;
  private long sequence;

  public long now() {
    return now;
  }

  /** Plans work for a moment; for one that has passed, for now, behind what is due now. */
  public void at(long moment, Runnable work) {
    Task task = new Task(Math.max(now, moment), sequence++, work);
    if (task.moment - now < SPAN) {
      append(task);
    } else {
      far.add(task);
    }
  }

  public void in(long millis, Runnable work) {
    at(now + millis, work);
  }

  private void append(Task task) {
    int slot = (int) task.moment & MASK;
    Task tail = last[slot];
    if (tail == null) {
      first[slot] = task;
    } else {
      tail.next = task;
    }
    last[slot] = task;
  }

  /** Runs everything up to a moment, which then is the present. */
  public void runUntil(long moment) {
    while (true) {
      runSlot((int) now & MASK);
      if (now >= moment) {
        return;
      }
      now++;
      takeFromFar();
    }
  }

  private void runSlot(int slot) {
    Task task;
    while ((task = first[slot]) != null) {
      first[slot] = task.next;
      if (task.next == null) {
        last[slot] = null;
      }
      task.work.run();
    }
  }

  /** What has come near enters the wheel before anything planned later for the same moment. */
  private void takeFromFar() {
    Task head;
    while ((head = far.peek()) != null && head.moment - now < SPAN) {
      far.remove();
      append(head);
    }
  }
}
