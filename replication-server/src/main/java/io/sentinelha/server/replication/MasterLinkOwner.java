package io.sentinelha.server.replication;

import io.sentinelha.server.persist.SideLoad;
import org.jspecify.annotations.Nullable;

/** Who follows the master. */
interface MasterLinkOwner {

  void introduce(Handshake handshake);

  /** The dump has come whole and is read: takes the data over, or says why not. */
  @Nullable String install(MasterLink link, SideLoad load);

  /**
   * Goes on with our own data.
   *
   * @param id of the history from here on, if the master names it
   * @return the database that the stream is in
   */
  int goOn(@Nullable String id);

  /** Begins to read a dump. */
  SideLoad load(IncomingDump payload, SideLoad.Listener listener);

  /** The stream flows from here on. */
  void up(MasterLink link);

  /** It is over. */
  void lost(MasterLink link, Loss loss, String why);

  /** What a loss means for the next attempt. */
  enum Loss {
    /** The network, or the other end. */
    BROKEN,
    /** The other end says so: not now. */
    NOT_NOW,
    /** It does not want to become the master. */
    REJECTED,
    /** What it sent cannot be used; asking for the same again is of no use. */
    UNUSABLE,
    /** We ended it. */
    ENDED
  }
}
