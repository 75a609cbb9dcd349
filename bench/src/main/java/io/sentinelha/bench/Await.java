package io.sentinelha.bench;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions of other processes, which can only be asked again and again. */
public final class Await {

  /** A condition that may fail to be asked for while a process comes up or goes down. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws IOException;
  }

  private static final long PAUSE_NANOS = 5_000_000;

  /** Longer than any server here takes to start and load what it finds. */
  private static final int START_MILLIS = 120_000;

  private Await() {}

  /** Waits until a server answers and has loaded everything. */
  static void ready(int port) {
    until(
        "port " + port + " answers PING",
        START_MILLIS,
        () -> {
          try (RespClient client = new RespClient(port, 1000)) {
            return RespClient.text(client.call("PING")).equals("PONG");
          }
        });
  }

  /**
   * Waits.
   *
   * @throws IllegalStateException if the condition does not hold in time, with the last reason why
   *     it could not even be asked for
   */
  public static void until(String what, int millis, Condition condition) {
    long end = System.nanoTime() + millis * 1_000_000L;
    String reason = "";
    while (System.nanoTime() < end) {
      try {
        if (condition.holds()) {
          return;
        }
        reason = "";
      } catch (IOException e) {
        reason = " (" + e.getMessage() + ")";
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new IllegalStateException("not within " + millis + " ms: " + what + reason);
  }
}
