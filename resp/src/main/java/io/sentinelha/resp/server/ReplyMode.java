package io.sentinelha.resp.server;

/** Whether a client hears the replies to its requests; published messages it hears always. */
public enum ReplyMode {
  ON,
  OFF,
  /** Not to the request that is running and not to the next one. */
  SKIP_NEXT,
  /** Not to the request that is running. */
  SKIP
}
