package io.sentinelha.server.persist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that a stream is written to, by a helper. The engine's thread asks how far it is. */
final class Spool {

  private static final Logger log = LoggerFactory.getLogger(Spool.class);
  private static final int CHUNK = 64 << 10;

  private final InputStream in;
  private final Path path;
  private volatile boolean complete;
  private volatile @Nullable IOException failure;

  Spool(InputStream in, Path path) {
    this.in = in;
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** On the helper: until the stream ends. */
  void receive() {
    try {
      NewFile file = NewFile.open(path, path, true);
      boolean done = false;
      try {
        byte[] chunk = new byte[CHUNK];
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
          file.write(chunk, 0, length);
        }
        file.prepare();
        done = true;
      } finally {
        if (!done) {
          file.abort();
        }
      }
      complete = true;
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Whether all has come and is on disk; throws if it will not. */
  boolean isComplete() throws IOException {
    IOException problem = failure;
    if (problem != null) {
      throw problem;
    }
    return complete;
  }

  /** On the helper. */
  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("{} cannot be removed: {}", path, e.toString());
    }
  }
}
