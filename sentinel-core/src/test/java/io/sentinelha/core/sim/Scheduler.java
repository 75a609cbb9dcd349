package io.sentinelha.core.sim;

import java.util.PriorityQueue;

/** Virtual time: tasks run at their moment, those of one moment in the order in which they came. */
final class Scheduler {

  private record Task(long moment, long sequence, Runnable work) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(
          (a, b) ->
              a.moment != b.moment
                  ? Long.compare(a.moment, b.moment)
                  : Long.compare(a.sequence, b.sequence));
  private long now = 1_000;
  private long sequence;

  long now() {
    return now;
  }

  void at(long moment, Runnable work) {
    tasks.add(new Task(Math.max(now, moment), sequence++, work));
  }

  void in(long millis, Runnable work) {
    at(now + millis, work);
  }

  /** Runs everything up to a moment, which then is the present. */
  void runUntil(long moment) {
    Task head;
    while ((head = tasks.peek()) != null && head.moment <= moment) {
      tasks.remove();
      now = head.moment;
      head.work.run();
    }
    now = moment;
  }
}
