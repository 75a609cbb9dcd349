package io.sentinelha.bench;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ports that belong to this process until it ends, as far as others of this user claim theirs the
 * same way: tests that run side by side stop and start servers, and none may find the port of a
 * server free that another one is about to start. The claim is a lock of a file, which the system
 * gives back however the process ends.
 */
final class PortBlock {

  static final int SIZE = 500;

  private static final int LOWEST = 11_000;
  private static final int BLOCKS = 38;

  private final int lowest;

  /** Holds the lock for as long as it is open. */
  private final FileChannel claim;

  private PortBlock(int lowest, FileChannel claim) {
    this.lowest = lowest;
    this.claim = claim;
  }

  /**
   * Claims one that nobody has.
   *
   * @throws IllegalStateException if there is none
   */
  static PortBlock claim() {
    return claim(
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "sentinel-ha-ports-" + System.getProperty("user.name")));
  }

  static PortBlock claim(Path folder) {
    int first = (int) (ProcessHandle.current().pid() % BLOCKS);
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < BLOCKS; i++) {
        int lowest = LOWEST + (first + i) % BLOCKS * SIZE;
        FileChannel claim = FileChannel.open(folder.resolve(lowest + ".lock"), CREATE, WRITE);
        if (isMine(claim)) {
          return new PortBlock(lowest, claim);
        }
        claim.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no ports can be claimed in " + folder, e);
    }
    throw new IllegalStateException(
        "all " + BLOCKS + " blocks of ports are claimed by other processes, see " + folder);
  }

  private static boolean isMine(FileChannel claim) throws IOException {
    try {
      return claim.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // This process has it already.
    }
  }

  /** The lowest port of {@value #SIZE}. */
  int lowest() {
    if (!claim.isOpen()) {
      throw new IllegalStateException("the claim of the ports from " + lowest + " is gone");
    }
    return lowest;
  }
}
