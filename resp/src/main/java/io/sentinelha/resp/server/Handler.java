package io.sentinelha.resp.server;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;

/**
 * Answers a command. Arity, authentication and permission were checked before.
 *
 * <p>Runs on the connection's event loop and must not wait. It writes exactly one reply, or calls
 * {@link Connection#defer} and writes none. If it throws, what it wrote is dropped, the client gets
 * {@code -ERR internal error}, and the connection lives on.
 */
@FunctionalInterface
public interface Handler {

  /**
   * Answers one request.
   *
   * @param request valid until this method returns; argument 0 is the command's name
   * @param reply in the protocol of the connection
   */
  void handle(Connection connection, Request request, RespWriter reply);
}
