package io.sentinelha.server.engine;

import io.sentinelha.resp.server.CommandFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** LATENCY: events that held everybody up, by their kind. */
public final class LatencyMonitor implements SlowObserver {

  private static final int SAMPLES = 160;

  /** So many milliseconds at a second since 1970. */
  public record Sample(long seconds, long millis) {}

  /** Samples of one kind of event, oldest first, and the longest ever. */
  public static final class Series {
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long longest;

    public List<Sample> samples() {
      return List.copyOf(samples);
    }

    public Sample latest() {
      return samples.getLast();
    }

    public long longest() {
      return longest;
    }

    private void add(long seconds, long millis) {
      longest = Math.max(longest, millis);
      Sample last = samples.peekLast();
      if (last != null && last.seconds() == seconds) {
        // Of one second only the worst is kept.
        if (millis > last.millis()) {
          samples.removeLast();
          samples.addLast(new Sample(seconds, millis));
        }
        return;
      }
      samples.addLast(new Sample(seconds, millis));
      if (samples.size() > SAMPLES) {
        samples.removeFirst();
      }
    }
  }

  private final Engine engine;
  private final LongSetting threshold;
  private final Map<String, Series> events = new TreeMap<>();

  LatencyMonitor(Engine engine, Registry registry) {
    this.engine = engine;
    threshold = registry.setting(LongSetting.of("latency-monitor-threshold", 0, 0, Long.MAX_VALUE));
    threshold.onChange(() -> engine.executor().thresholdsChanged());
  }

  public boolean isOn() {
    return threshold.value() > 0;
  }

  @Override
  public long thresholdNanos() {
    long millis = threshold.value();
    return millis == 0 || millis > Long.MAX_VALUE / 1_000_000 ? Long.MAX_VALUE : millis * 1_000_000;
  }

  @Override
  public void slow(Client client, Command command, Args args, long nanos) {
    add(command.has(CommandFlag.FAST) ? "fast-command" : "command", nanos);
  }

  /** Notes an event, if it took long enough. */
  public void add(String event, long nanos) {
    if (nanos >= thresholdNanos()) {
      events.computeIfAbsent(event, e -> new Series()).add(engine.now() / 1000, nanos / 1_000_000);
    }
  }

  public Map<String, Series> events() {
    return new TreeMap<>(events);
  }

  public @Nullable Series event(String name) {
    return events.get(name);
  }

  /** Forgets events; all if none is named. Returns how many there were. */
  public int reset(Collection<String> names) {
    int count = 0;
    for (String name : names.isEmpty() ? new ArrayList<>(events.keySet()) : names) {
      if (events.remove(name) != null) {
        count++;
      }
    }
    return count;
  }
}
