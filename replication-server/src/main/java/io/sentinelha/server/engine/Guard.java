package io.sentinelha.server.engine;

import org.jspecify.annotations.Nullable;

/** A check before a command is run or queued. */
@FunctionalInterface
public interface Guard {

  /**
   * Where a check stands in the order that Redis keeps: the first refusal is the one that is told.
   */
  enum Place {
    AUTHENTICATION(true),
    TRANSACTION(true),
    ACCESS(false),
    MEMORY(false),
    DISK(false),
    REPLICAS(false),
    READ_ONLY(false),
    SUBSCRIBED(true),
    STALE(false),
    LOADING(false),
    FEED(true);

    private final boolean aboutClient;

    Place(boolean aboutClient) {
      this.aboutClient = aboutClient;
    }

    /** Whether such a check lets every {@linkplain Client#isPlain plain} client pass. */
    boolean isAboutClient() {
      return aboutClient;
    }
  }

  /** A refusal; null to let the command pass. Must be quick: it runs for every command. */
  @Nullable CommandError check(Client client, Command command, Args args);

  /** A check that is left out as long as it would let everything pass anyway. Off at first. */
  final class Switch {

    private final Runnable onChange;
    private boolean on;

    Switch(Runnable onChange) {
      this.onChange = onChange;
    }

    boolean isOn() {
      return on;
    }

    /** Whether the check may have something to say from here on. */
    public void set(boolean yes) {
      if (on != yes) {
        on = yes;
        onChange.run();
      }
    }
  }
}
