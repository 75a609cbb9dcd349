package io.sentinelha.server.engine;

/**
 * How fast counters have gone up lately: over the last sixteen looks, one each tenth of a second.
 */
public final class Rates {

  private static final int SAMPLES = 16;

  /** A counter that is looked at. */
  private static final class Rate {
    private final double[] perSecond = new double[SAMPLES];
    private long last;

    private void sample(int slot, long value, double seconds) {
      perSecond[slot] = seconds > 0 ? Math.max(0, value - last) / seconds : 0;
      last = value;
    }

    private double mean() {
      double sum = 0;
      for (double each : perSecond) {
        sum += each;
      }
      return sum / SAMPLES;
    }
  }

  private final Rate commands = new Rate();
  private final Rate in = new Rate();
  private final Rate out = new Rate();
  private final Rate replicationIn = new Rate();
  private final Rate replicationOut = new Rate();
  private long lastMillis;
  private int slot;

  Rates() {}

  void sample(long nowMillis, Stats stats) {
    double seconds = (nowMillis - lastMillis) / 1000.0;
    lastMillis = nowMillis;
    commands.sample(slot, stats.commands, seconds);
    in.sample(slot, stats.bytesIn, seconds);
    out.sample(slot, stats.bytesOut, seconds);
    replicationIn.sample(slot, stats.replicationBytesIn, seconds);
    replicationOut.sample(slot, stats.replicationBytesOut, seconds);
    slot = (slot + 1) % SAMPLES;
  }

  public long commandsPerSecond() {
    return Math.round(commands.mean());
  }

  public double kilobytesInPerSecond() {
    return in.mean() / 1024;
  }

  public double kilobytesOutPerSecond() {
    return out.mean() / 1024;
  }

  public double replicationKilobytesInPerSecond() {
    return replicationIn.mean() / 1024;
  }

  public double replicationKilobytesOutPerSecond() {
    return replicationOut.mean() / 1024;
  }
}
