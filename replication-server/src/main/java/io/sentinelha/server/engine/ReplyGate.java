package io.sentinelha.server.engine;

/** Sees every request before and after it is run, and may hold its reply back. */
public interface ReplyGate {

  /** A request begins; what the client is told from here on is its reply. */
  void begins(Client client, Command command);

  /** It has ended, and its effects have been passed on. */
  void ended(Client client);
}
