package io.sentinelha.server.persist;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dump that is read as it arrives and written to a file on the way. Read, made safe and deleted
 * by a helper; the engine's thread asks what has become of it. A disk that fails costs the file and
 * nothing else.
 */
final class Spool extends FilterInputStream {

  private static final Logger log = LoggerFactory.getLogger(Spool.class);

  /** What has become of the file. */
  enum State {
    GROWING,
    /** All of it is on disk. */
    SAFE,
    /** It is incomplete, and there no more. */
    GONE
  }

  private final Path path;
  private @Nullable NewFile file;
  private boolean begun;
  private volatile State state = State.GROWING;

  Spool(InputStream in, Path path) {
    super(in);
    this.path = path;
  }

  Path path() {
    return path;
  }

  State state() {
    return state;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count = in.read(into, from, length);
    if (count > 0) {
      keep(into, from, count);
    }
    return count;
  }

  private void keep(byte[] bytes, int from, int count) {
    try {
      if (!begun) {
        begun = true;
        file = NewFile.open(path, path, false);
      }
      NewFile open = file;
      if (open != null) {
        open.write(bytes, from, count);
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private void failed(IOException e) {
    log.error(
        "the dump of the master cannot be kept in {}: {}; it is loaded all the same, and the next"
            + " save will have it",
        path,
        e.toString());
    delete();
  }

  /** All has been read: sees to it that it is on disk. */
  void makeSafe() {
    NewFile whole = file;
    if (whole == null) {
      state = State.GONE;
      return;
    }
    try {
      whole.prepare();
      file = null;
      state = State.SAFE;
    } catch (IOException e) {
      failed(e);
    }
  }

  void delete() {
    NewFile open = file;
    file = null;
    state = State.GONE;
    try {
      if (open == null) {
        Files.deleteIfExists(path);
      } else {
        open.abort();
      }
    } catch (IOException e) {
      log.warn("{} cannot be removed: {}", path, e.toString());
    }
  }
}
