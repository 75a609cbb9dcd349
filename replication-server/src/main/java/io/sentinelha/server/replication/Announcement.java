package io.sentinelha.server.replication;

/** What a client has said of itself with REPLCONF before it becomes a replica. */
final class Announcement {

  int port;

  /** Empty if it has not said one: it is where its connection comes from. */
  String ip = "";

  /** It finds the end of a snapshot whose length nobody has told. */
  boolean takesStreamedSnapshot;

  boolean knowsPsync2;

  /** It wants the snapshot and nothing of what follows. */
  boolean snapshotOnly;

  Announcement() {}
}
