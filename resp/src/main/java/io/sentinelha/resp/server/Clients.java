package io.sentinelha.resp.server;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The connections of a server, by id. Safe for all threads. */
public final class Clients {

  private final ConcurrentSkipListMap<Long, Connection> byId = new ConcurrentSkipListMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong lastId = new AtomicLong();

  Clients() {}

  /** All, the oldest first. A live view: who comes or goes meanwhile may be in it or not. */
  public Collection<Connection> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  public Optional<Connection> find(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  public int size() {
    return size.get();
  }

  long nextId() {
    return lastId.incrementAndGet();
  }

  /** Adds a connection, unless there are as many as there may be. */
  boolean admit(Connection connection, int most) {
    if (size.incrementAndGet() > most) {
      size.decrementAndGet();
      return false;
    }
    byId.put(connection.id(), connection);
    return true;
  }

  /** Whether it was still there. */
  boolean remove(Connection connection) {
    boolean removed = byId.remove(connection.id(), connection);
    if (removed) {
      size.decrementAndGet();
    }
    return removed;
  }
}
