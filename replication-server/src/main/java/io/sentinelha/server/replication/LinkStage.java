package io.sentinelha.server.replication;

/** How far a connection to a master is; the words are those of ROLE. */
enum LinkStage {
  CONNECTING("connecting"),
  HANDSHAKE("handshake"),
  /** The master prepares a dump. */
  ANNOUNCEMENT("sync"),
  TRANSFER("sync"),
  LOADING("sync"),
  STREAM("connected"),
  OVER("connect");

  private final String word;

  LinkStage(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  boolean isSyncing() {
    return this == ANNOUNCEMENT || this == TRANSFER || this == LOADING;
  }

  /** What it means if nothing is heard of the master any more. */
  String timeoutText() {
    if (isSyncing()) {
      return "Timeout receiving bulk data from MASTER... If the problem persists try to set the"
          + " 'repl-timeout' parameter to a larger value.";
    }
    return this == STREAM
        ? "MASTER timeout: no data nor PING received..."
        : "Timeout connecting to the MASTER...";
  }
}
