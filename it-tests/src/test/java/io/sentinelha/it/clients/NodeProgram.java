package io.sentinelha.it.clients;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The programs around the libraries of Node.js. They and their libraries, in the versions of the
 * lock file, live in a folder of the build's output, where they are installed when needed.
 */
final class NodeProgram {

  private static final Path SOURCE = Path.of("src", "test", "resources", "clients", "node");
  private static final Path FOLDER = Path.of("target", "clients", "node");
  private static final String LOCK_FILE = "package-lock.json";

  /** Written last, so that an installation that was cut short is done again. */
  private static final Path INSTALLED = FOLDER.resolve("installed-" + LOCK_FILE);

  private static final Path TURN = FOLDER.resolve("turn");

  private NodeProgram() {}

  static Scripted start(String script, ClientSetup setup) throws IOException, InterruptedException {
    install();
    return Scripted.start(List.of("node", script), FOLDER, setup);
  }

  /** Runs a script to its end. */
  static Tool.Outcome run(String script, String argument) throws IOException, InterruptedException {
    install();
    return Tool.run(FOLDER, "node", script, argument);
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    require(
        Tool.run(FOLDER, "node", "--version"),
        "this test needs Node.js 18 or later (Debian: apt-get install nodejs npm)");
    // Tests run in several processes side by side.
    try (FileChannel turn = FileChannel.open(TURN, CREATE, WRITE)) {
      turn.lock(); // Until it is closed.
      installInTurn();
    }
  }

  private static void installInTurn() throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path file : files.toList()) {
        Path copy = FOLDER.resolve(file.getFileName());
        // A script that is already there may be read just now.
        if (!isSame(file, copy)) {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    Path lock = FOLDER.resolve(LOCK_FILE);
    if (isSame(lock, INSTALLED)) {
      return;
    }
    require(
        Tool.run(FOLDER, "npm", "ci"),
        "'npm ci' failed in "
            + FOLDER.toAbsolutePath()
            + "; it needs npm (Debian: apt-get install npm) and a reachable npm registry");
    Files.copy(lock, INSTALLED, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isSame(Path file, Path other) throws IOException {
    return Files.exists(other) && Files.mismatch(file, other) < 0;
  }

  private static void require(Tool.Outcome outcome, String otherwise) {
    if (!outcome.isSuccess()) {
      throw new AssertionError(otherwise + "; it said:\n" + outcome.output());
    }
  }
}
