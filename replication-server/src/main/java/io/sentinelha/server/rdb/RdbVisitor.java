package io.sentinelha.server.rdb;

import java.io.IOException;

/** Is told what is in a dump, in order. */
public interface RdbVisitor {

  /** Not told about a key. */
  int UNKNOWN = -1;

  /** Something about the dump as a whole. */
  void aux(String name, byte[] value) throws IOException;

  /** What follows is in this database. */
  void database(long index) throws IOException;

  /** That database has about so many keys, if whoever says so is right. */
  void sizes(long keys) throws IOException;

  /** The source of a library of functions. */
  void function(byte[] source) throws IOException;

  /**
   * A key with its value.
   *
   * @param item as {@code store.Items} knows it
   * @param idleSeconds for how long it was not used; {@link #UNKNOWN} if that is not told
   * @param frequency how often it was used, logarithmic, up to 255; or {@link #UNKNOWN}
   */
  void item(Object item, long idleSeconds, int frequency) throws IOException;

  /** A key whose value has no elements: nothing to keep. */
  void empty(byte[] key) throws IOException;
}
