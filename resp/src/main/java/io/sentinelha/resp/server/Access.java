package io.sentinelha.resp.server;

import io.sentinelha.resp.Request;

/**
 * What a user may run. Asked once per request, before its handler; must be quick and never throw.
 */
@FunctionalInterface
public interface Access {

  /** Everything. */
  Access ALL = (command, request) -> true;

  /**
   * Whether the request may be run.
   *
   * @param command what it runs; a subcommand if it names one
   */
  boolean allows(Command command, Request request);
}
