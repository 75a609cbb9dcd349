package io.sentinelha.it.clients;

import java.io.IOException;
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

  private NodeProgram() {}

  static Scripted start(String script, ClientSetup setup) throws IOException, InterruptedException {
    install();
    return Scripted.start(List.of("node", script), FOLDER, setup);
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    require(
        Tool.run(FOLDER, "node", "--version"),
        "this test needs Node.js 18 or later (Debian: apt-get install nodejs npm)");
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path file : files.toList()) {
        Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path lock = FOLDER.resolve(LOCK_FILE);
    if (Files.exists(INSTALLED) && Files.mismatch(lock, INSTALLED) < 0) {
      return;
    }
    require(
        Tool.run(FOLDER, "npm", "ci"),
        "'npm ci' failed in "
            + FOLDER.toAbsolutePath()
            + "; it needs npm (Debian: apt-get install npm) and a reachable npm registry");
    Files.copy(lock, INSTALLED, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void require(Tool.Outcome outcome, String otherwise) {
    if (!outcome.isSuccess()) {
      throw new AssertionError(otherwise + "; it said:\n" + outcome.output());
    }
  }
}
