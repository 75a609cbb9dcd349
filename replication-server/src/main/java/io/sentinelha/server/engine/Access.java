package io.sentinelha.server.engine;

import org.jspecify.annotations.Nullable;

/** Who may come in, and what they may do there. */
public interface Access {

  /** Everybody may do everything. */
  Access OPEN =
      new Access() {
        @Override
        public boolean isOpen() {
          return true;
        }

        @Override
        public boolean exists(String user) {
          return user.equals("default");
        }

        @Override
        public boolean needsPassword() {
          return false;
        }

        @Override
        public @Nullable CommandError authenticate(Client client, String user, byte[] password) {
          client.authenticate(true, user);
          return null;
        }

        @Override
        public @Nullable CommandError check(
            Client client, Command command, Args args, boolean inExec) {
          return null;
        }
      };

  /** Whether a new client is let in without a word. */
  boolean isOpen();

  /** Whether there is a user of this name. */
  boolean exists(String user);

  /** Whether the default user has a password. */
  boolean needsPassword();

  /**
   * Checks a name and a password, and lets the client in.
   *
   * @return null if it is in; else the refusal
   */
  @Nullable CommandError authenticate(Client client, String user, byte[] password);

  /**
   * Checks whether the client's user may run a request.
   *
   * @param inExec whether it was allowed when it was queued
   * @return null if so; else the refusal
   */
  @Nullable CommandError check(Client client, Command command, Args args, boolean inExec);
}
