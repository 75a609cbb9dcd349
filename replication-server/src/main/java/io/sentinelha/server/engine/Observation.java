package io.sentinelha.server.engine;

/** What is noted about the server's work, and by whom: nothing here changes data. */
public final class Observation {

  private final Engine engine;
  private final Monitors monitors;
  private final SlowLog slowLog;
  private final LatencyMonitor latency;
  private final Rates rates = new Rates();
  private final BoolSetting latencyTracking = new BoolSetting("latency-tracking", true);
  private Machine machine = Machine.UNKNOWN;

  Observation(Engine engine, Registry registry) {
    this.engine = engine;
    registry.setting(latencyTracking);
    monitors = new Monitors(engine);
    slowLog = new SlowLog(engine, registry);
    latency = new LatencyMonitor(engine, registry);
    engine.executor().add(slowLog);
    engine.executor().add(latency);
  }

  public Monitors monitors() {
    return monitors;
  }

  public SlowLog slowLog() {
    return slowLog;
  }

  public LatencyMonitor latency() {
    return latency;
  }

  public Rates rates() {
    return rates;
  }

  public Machine machine() {
    return machine;
  }

  /** See {@link #machine()}. */
  public void machine(Machine other) {
    machine = other;
  }

  /** Whether it is noted how long each command takes. */
  boolean tracksLatency() {
    return latencyTracking.value();
  }

  void cron() {
    rates.sample(engine.now(), engine.stats());
  }
}
