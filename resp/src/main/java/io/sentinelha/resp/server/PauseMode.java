package io.sentinelha.resp.server;

/** Which commands CLIENT PAUSE holds back. */
public enum PauseMode {
  /** Those that may change data. */
  WRITE,
  ALL
}
