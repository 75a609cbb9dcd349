package io.sentinelha.server.persist;

import io.sentinelha.server.engine.Database;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.store.Keyspace;
import java.util.List;

/**
 * The keys of a database at one instant. The table stays the same even if the database gets another
 * one later, by FLUSHALL or SWAPDB.
 */
record Cut(int index, Keyspace keys, long size, long expiring) {

  /** All databases that are not empty. */
  static List<Cut> of(Engine engine) {
    return engine.databases().stream().filter(db -> db.keys().size() > 0).map(Cut::of).toList();
  }

  private static Cut of(Database db) {
    return new Cut(db.index(), db.keys(), db.keys().size(), db.keys().expiring());
  }
}
