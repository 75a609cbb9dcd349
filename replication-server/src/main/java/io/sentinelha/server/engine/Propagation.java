package io.sentinelha.server.engine;

/**
 * Takes every write that had an effect, in the order of execution: the append-only file, replicas.
 *
 * <p>What arrives is complete: commands are rewritten so that they give the same result elsewhere,
 * the effects of one command stand between MULTI and EXEC if they are several, expired keys come as
 * DEL. Only SELECT is up to the taker, because every stream has its own.
 */
public interface Propagation {

  /** As {@code db}: the command belongs to no database, and SELECT need not go before it. */
  int NO_DATABASE = -1;

  /** Whether anything is to be offered at all. */
  boolean isActive();

  /**
   * Takes some commands that belong together.
   *
   * @param db of the first of them; for a change of database in between, SELECT is among the
   *     commands
   * @param lastDb of the last of them: what the stream has selected afterwards
   * @param bytes arrays of bulk strings; good until this returns
   */
  void write(int db, int lastDb, byte[] bytes, int from, int length);
}
