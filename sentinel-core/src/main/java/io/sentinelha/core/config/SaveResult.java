package io.sentinelha.core.config;

import java.nio.file.Path;

/** How a save went. */
public sealed interface SaveResult {

  /** Whether everything is durable. */
  default boolean isSaved() {
    return this instanceof Saved;
  }

  /** Everything is durable: it will be read back after a crash of the process or the machine. */
  record Saved() implements SaveResult {}

  /**
   * Something is not durable. The old files are whole, unless {@code step} is {@link
   * Step#SYNC_FOLDER} or a later file's: then a file is replaced, but a loss of power may take that
   * back.
   *
   * @param step what failed
   * @param file what was to be written
   * @param cause why, in a few words
   * @param remedy what an operator can do
   */
  record Failed(Step step, Path file, String cause, String remedy) implements SaveResult {

    /** One line for a log or a reply. */
    @Override
    public String toString() {
      return "cannot save " + file + ": " + step.text + " failed (" + cause + "); " + remedy;
    }
  }

  /** The steps of a save, in their order. */
  enum Step {
    READ("reading the file as it is now"),
    CHECK("checking that the new file can be read again"),
    CREATE("making a temporary file beside it"),
    WRITE("writing the temporary file"),
    MODE("setting the temporary file's mode"),
    SYNC("making the temporary file durable"),
    RENAME("putting the temporary file in its place"),
    SYNC_FOLDER("making the new name durable"),
    DELETE("deleting the file");

    private final String text;

    Step(String text) {
      this.text = text;
    }
  }
}
