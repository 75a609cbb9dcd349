package io.sentinelha.core.sim;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.Reply;
import io.sentinelha.core.engine.Request;

/**
 * Watches a world: told of each thing at the moment at which it happens, before anything follows
 * from it. Throws {@link Violation} when a rule is broken.
 */
public interface Observer {

  /** A supervisor answers a peer. */
  default void answered(Member who, Request.IsDown question, Reply.DownState answer) {}

  /** A supervisor asks a peer. */
  default void asked(Member who, Request.IsDown question) {}

  /** A supervisor says hello. */
  default void greeted(Member who, Request.Hello hello) {}

  /** A supervisor orders a data node to change its role. */
  default void ordered(Member who, DataServer node, Request.ChangeRole order) {}

  /** A supervisor sends a client to a primary. */
  default void directed(Member who, String group, Endpoint to) {}

  /** A supervisor announces something. */
  default void announced(Member who, Notice notice) {}

  /** A supervisor wants this to be saved. */
  default void wantsSaved(Member who, DurableState state) {}

  /** A supervisor's disk has this now, instead of what it had before. */
  default void saved(Member who, DurableState before, DurableState after) {}

  /** A supervisor starts with what is on its disk. */
  default void started(Member who, DurableState loaded) {}

  /** A replica became a primary, by whoever's order. */
  default void promoted(DataServer node) {}

  /** A data node took a write. */
  default void accepted(int write, DataServer by) {}

  /** A client heard that its write was taken. */
  default void acknowledged(int write) {}

  /** A data node has other data now than before. */
  default void replaced(DataServer node, Dataset before, Discard why) {}

  /** Why a data node lost data. */
  enum Discard {
    RESYNC,
    EMPTY_START,
    OLD_FILE,
    FOREIGN_FILE
  }
}
