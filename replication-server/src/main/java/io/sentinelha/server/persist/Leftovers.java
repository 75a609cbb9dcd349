package io.sentinelha.server.persist;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Temporary files of servers that were killed while they wrote them. */
final class Leftovers {

  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
  private static final Pattern NAME =
      Pattern.compile("temp-(?:rewriteaof-|master-|repl-)?(\\d{1,10})-\\d+\\.(?:rdb|aof)");

  private Leftovers() {}

  /** Deletes those of processes that are no more, and of the one before us with the same number. */
  static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "temp-*")) {
      for (Path file : files) {
        Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
        if (matcher.matches() && isDead(Long.parseLong(matcher.group(1)))) {
          log.info("{} was never completed and is deleted", file);
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isDead(long pid) {
    return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
  }
}
