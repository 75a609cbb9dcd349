package io.sentinelha.server.persist;

import java.io.IOException;

/** Turns items into bytes: those of a dump, or commands that make the same data. */
interface SnapshotEncoder {

  void begin() throws IOException;

  /** What follows is in this database. */
  void database(int index) throws IOException;

  /** An item that nobody changes meanwhile. */
  void item(Object item) throws IOException;

  void end() throws IOException;
}
