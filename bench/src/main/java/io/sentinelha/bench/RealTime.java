package io.sentinelha.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets the thread that measures run before everything else. A client usually has a machine of its
 * own: here, it would wait for a processor behind the servers that it measures, and the longest
 * times would be its own. Needs {@code chrt} and the right to use it, which root has.
 */
final class RealTime {

  private RealTime() {}

  /** Asks for the thread that calls; returns whether it was granted. */
  static boolean ask() {
    try {
      Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
      Process asking =
          new ProcessBuilder("chrt", "--fifo", "--pid", "1", String.valueOf(thread))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return asking.waitFor() == 0;
    } catch (IOException e) {
      return false; // Not Linux, or no such program.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
