package io.sentinelha.server.engine;

/** What a command does. */
@FunctionalInterface
public interface Handler {

  /**
   * Runs the command and writes exactly one reply to {@link Call#reply}, or throws {@link
   * CommandError} before anything was changed or written. The arity was checked.
   */
  void run(Call call);
}
