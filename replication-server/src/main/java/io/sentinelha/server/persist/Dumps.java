package io.sentinelha.server.persist;

import io.sentinelha.server.engine.AccessClock;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Setting;
import io.sentinelha.server.rdb.RdbOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What dumps of this server have in common. */
final class Dumps {

  private static final String REDIS_VERSION = "7.0.15";

  private final Engine engine;
  private final PersistenceSettings settings;

  /** Sources of functions that came with a dump: they cannot be run here, and are not lost. */
  final List<byte[]> functions = new ArrayList<>();

  /** What is said about the history that the data belong to. */
  Supplier<Map<String, String>> history = Map::of;

  Dumps(Engine engine, PersistenceSettings settings) {
    this.engine = engine;
    this.settings = settings;
  }

  /** What is said about a dump that is made now. */
  Map<String, String> notes(boolean isBase) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("redis-ver", REDIS_VERSION);
    notes.put("redis-bits", "64");
    notes.put("ctime", Long.toString(engine.now() / 1000));
    notes.put("used-mem", Long.toString(engine.usedMemory()));
    notes.putAll(history.get());
    notes.put("aof-base", isBase ? "1" : "0");
    return notes;
  }

  /** Encodes the data as they are now. */
  Function<RdbOutput.Sink, SnapshotEncoder> encoder(Map<String, String> notes) {
    List<Cut> cuts = Cut.of(engine);
    List<byte[]> sources = List.copyOf(functions);
    boolean compresses = settings.compression.value();
    boolean sums = settings.checksum.value();
    AccessClock access = writesAccess() ? engine.accessClock() : null;
    long now = engine.now();
    return sink ->
        new DumpEncoder(new RdbOutput(sink, compresses, sums), notes, sources, cuts, access, now);
  }

  /** As Redis: only if keys are evicted by it. */
  private boolean writesAccess() {
    Setting policy = engine.settings().find("maxmemory-policy");
    return policy != null && (policy.get().endsWith("lru") || policy.get().endsWith("lfu"));
  }
}
