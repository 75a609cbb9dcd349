package io.sentinelha.server.acl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that users are kept in; replaced as a whole, so that it is never half-written. */
final class AclFile {

  private static final Logger log = LoggerFactory.getLogger(AclFile.class);

  private AclFile() {}

  /** Its lines, one character per byte. */
  static List<String> read(Path file) throws IOException {
    return Arrays.asList(Files.readString(file, ISO_8859_1).split("\n", -1));
  }

  static void write(Path file, List<String> lines) throws IOException {
    Path target = file.toAbsolutePath();
    Path half =
        target.resolveSibling(target.getFileName() + ".tmp-" + ProcessHandle.current().pid());
    try {
      byte[] text = (String.join("\n", lines) + "\n").getBytes(ISO_8859_1);
      try (FileChannel out =
          FileChannel.open(
              half,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(text);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
      Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      if (Files.deleteIfExists(half)) {
        log.warn("users were not saved to {}", target);
      }
    }
  }
}
