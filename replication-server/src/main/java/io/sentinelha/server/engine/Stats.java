package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counters since the start or the last CONFIG RESETSTAT. Public fields: they are only counted up.
 */
public final class Stats {

  /** More kinds of errors than this are not counted apart. */
  private static final int ERROR_KINDS = 128;

  public long connections;
  public long rejectedConnections;
  public long commands;
  public long bytesIn;
  public long bytesOut;
  public long reads;
  public long writes;
  public long expired;
  public long evicted;
  public long expiryNanos;

  /** Searches for expired keys that ended because of the time. */
  public long expiryCutShort;

  public long hits;
  public long misses;

  /** Full resynchronisations that replicas have asked for. */
  public long fullSyncs;

  public long partialSyncs;

  /** Partial ones that were refused. */
  public long partialSyncsRefused;

  /** Of links to masters and replicas. */
  public long replicationBytesIn;

  public long replicationBytesOut;
  public long errors;
  public long unexpectedErrors;
  private final Map<String, Long> errorKinds = new TreeMap<>();

  Stats() {}

  void error(byte[] message) {
    errors++;
    String kind = new String(message, UTF_8).split(" ", 2)[0];
    if (errorKinds.containsKey(kind) || errorKinds.size() < ERROR_KINDS) {
      errorKinds.merge(kind, 1L, Long::sum);
    }
  }

  /** How often each code word was told. */
  public Map<String, Long> errorKinds() {
    return new TreeMap<>(errorKinds);
  }

  /** Starts all over. */
  public void reset() {
    connections = 0;
    rejectedConnections = 0;
    commands = 0;
    bytesIn = 0;
    bytesOut = 0;
    reads = 0;
    writes = 0;
    expired = 0;
    evicted = 0;
    expiryNanos = 0;
    expiryCutShort = 0;
    hits = 0;
    misses = 0;
    errors = 0;
    unexpectedErrors = 0;
    fullSyncs = 0;
    partialSyncs = 0;
    partialSyncsRefused = 0;
    replicationBytesIn = 0;
    replicationBytesOut = 0;
    errorKinds.clear();
  }
}
