package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.server.persist.Persistence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The highest epoch that this server was fenced in, and whether it still is: a small file, replaced
 * as a whole and on disk before anybody is told.
 */
final class FenceFile {

  private static final String NAME = "replication.fence";
  private static final Pattern TEXT = Pattern.compile("epoch (\\d{1,18})\nfenced (yes|no)\n");

  /**
   * What it says.
   *
   * @param epoch 0 if there was no fence ever
   * @param isUp whether no master is followed
   */
  record Fence(long epoch, boolean isUp) {
    static final Fence NONE = new Fence(0, false);

    Fence lifted() {
      return new Fence(epoch, false);
    }
  }

  private final Path path;

  FenceFile(Path folder) {
    this.path = folder.resolve(NAME);
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException with a sentence for the user if it cannot be read
   */
  Fence read() {
    if (!Files.exists(path)) {
      return Fence.NONE;
    }
    try {
      Matcher matcher = TEXT.matcher(Files.readString(path, UTF_8));
      if (matcher.matches()) {
        return new Fence(Long.parseLong(matcher.group(1)), matcher.group(2).equals("yes"));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(path + " cannot be read: " + e, e);
    }
    throw new IllegalArgumentException(
        path
            + " is not what this server writes. If no supervisor counts on the fence, remove the"
            + " file and start again");
  }

  void write(Fence fence) throws IOException {
    String text = "epoch " + fence.epoch() + "\nfenced " + (fence.isUp() ? "yes" : "no") + "\n";
    Persistence.writeFile(path, text.getBytes(UTF_8));
  }
}
