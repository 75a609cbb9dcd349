package io.sentinelha.resp.server;

import io.sentinelha.resp.RespWriter;

/** Writes the one reply to a request. Called at most once, on the connection's event loop. */
@FunctionalInterface
public interface Reply {

  void writeTo(RespWriter out);
}
