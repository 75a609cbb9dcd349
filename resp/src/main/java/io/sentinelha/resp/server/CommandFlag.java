package io.sentinelha.resp.server;

/** What is special about a command, in the order and the words of COMMAND INFO. */
public enum CommandFlag {
  WRITE("write"),
  READONLY("readonly"),
  DENYOOM("denyoom"),
  ADMIN("admin"),
  PUBSUB("pubsub"),
  NOSCRIPT("noscript"),
  BLOCKING("blocking"),
  LOADING("loading"),
  STALE("stale"),
  SKIP_MONITOR("skip_monitor"),
  SKIP_SLOWLOG("skip_slowlog"),
  ASKING("asking"),
  FAST("fast"),
  /** May be run before the client has authenticated. */
  NO_AUTH("no_auth"),
  MAY_REPLICATE("may_replicate"),
  NO_MANDATORY_KEYS("no_mandatory_keys"),
  NO_ASYNC_LOADING("no_async_loading"),
  NO_MULTI("no_multi"),
  MOVABLEKEYS("movablekeys"),
  ALLOW_BUSY("allow_busy");

  private final String word;

  CommandFlag(String word) {
    this.word = word;
  }

  /** As on the wire. */
  public String word() {
    return word;
  }
}
