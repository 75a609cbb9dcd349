package io.sentinelha.server.engine;

/** How much memory is used, about, and by what. */
public final class Memory {

  private final Engine engine;
  private final Eviction eviction;
  private long clientBytes;
  private long peak;

  Memory(Engine engine, Registry registry) {
    this.engine = engine;
    this.eviction = new Eviction(engine, this, registry);
  }

  public Eviction eviction() {
    return eviction;
  }

  /** Bytes of items and tables, and of what clients have pending. */
  public long used() {
    long used = clientBytes;
    for (int i = 0; i < engine.databases().size(); i++) {
      Database db = engine.databases().get(i);
      used += db.bytes() + db.keys().memory();
    }
    return used;
  }

  /** Bytes of keys and values without the tables. */
  public long data() {
    return engine.databases().stream().mapToLong(Database::bytes).sum();
  }

  /** The most that {@link #used} was when somebody looked, ten times a second. */
  public long peak() {
    peak = Math.max(peak, used());
    return peak;
  }

  /** See {@link #peak()}: from here on anew. */
  public void resetPeak() {
    peak = 0;
  }

  /** Bytes of requests and replies that were pending a moment ago. */
  public long clients() {
    return clientBytes;
  }

  void cron() {
    clientBytes = engine.clients().pendingBytes();
    peak();
  }
}
