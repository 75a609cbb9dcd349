package io.sentinelha.it.durability;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of a few pages, which can be filled to the last byte. */
final class SmallDisk {

  private static final String NEEDS =
      "this test fills a file system of its own: it needs root and the right to mount a tmpfs";
  private static final int PAGE = 4_096;

  private final Path folder;
  private final Path filler;
  private boolean isMounted;

  /**
   * @param folder where it will be; made if missing
   */
  SmallDisk(Path folder) {
    this.folder = folder;
    this.filler = folder.resolve("filler");
  }

  /**
   * Mounts it.
   *
   * @throws AssertionError where that is not possible, saying what is missing
   */
  void mount() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try {
      run("mount", "-t", "tmpfs", "-o", "size=" + 16 * PAGE, "tmpfs", folder.toString());
      isMounted = true;
    } catch (IOException e) {
      throw new AssertionError(NEEDS + ": " + e.getMessage(), e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Until not one more byte fits. */
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[PAGE]);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  void free() throws IOException {
    Files.delete(filler);
  }

  /** Nobody may use it any more. */
  void unmount() throws IOException, InterruptedException {
    if (isMounted) {
      run("umount", folder.toString());
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", List.of(command)) + ": " + said.strip());
    }
  }
}
