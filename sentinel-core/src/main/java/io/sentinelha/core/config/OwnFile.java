package io.sentinelha.core.config;

import io.sentinelha.core.config.AtomicFile.StepFailed;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of the supervisor's own beside its state, replaced at one instant like the state, and
 * readable by its owner alone. Its name is asked for anew each time, because the configuration may
 * be a link that is pointed elsewhere.
 */
public final class OwnFile {

  private static final String DAMAGED = ".damaged";

  private final Sources sources;
  private final String suffix;
  private final AtomicFile disk;

  OwnFile(Sources sources, String suffix) {
    this.sources = sources;
    this.suffix = suffix;
    this.disk = new AtomicFile(sources.files());
  }

  private Path path() throws IOException {
    return sources.beside(suffix);
  }

  /** The whole content; empty when there is no file. */
  public Optional<byte[]> read() throws IOException {
    try {
      disk.deleteLeftovers(path());
      return Optional.of(sources.files().read(path()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Replaces the content. */
  public void write(byte[] content) throws IOException {
    try {
      disk.replace(path(), content);
    } catch (StepFailed e) {
      throw new IOException(e.failed().toString(), e);
    }
  }

  /** Gives the file another name, in place of an earlier one that was set aside. */
  public String setAside() throws IOException {
    Path file = path();
    Path aside = file.resolveSibling(file.getFileName() + DAMAGED);
    sources.files().rename(file, aside);
    return aside.toString();
  }
}
