package io.sentinelha.core.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What this package asks of a file system, one step each, so that a test can let any step fail. The
 * steps of a save are {@link #createBeside}, {@link #write}, {@link #likeOriginal}, {@link #sync},
 * {@link #rename}, {@link #syncDirectory}.
 */
interface FileOps {

  /** The disk. */
  FileOps DISK = new DiskFileOps();

  /**
   * The whole content.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  byte[] read(Path file) throws IOException;

  /** The names in a folder, in no order. */
  List<String> list(Path directory) throws IOException;

  boolean exists(Path path);

  boolean isDirectory(Path path);

  boolean isWritable(Path path);

  /** Whether everybody on the machine may read the file; false where that cannot be told. */
  boolean isReadableByAll(Path path);

  /** The file that a chain of symbolic links ends at, whether it exists or not. */
  Path followLinks(Path path) throws IOException;

  /** Makes an empty file that only its owner may read, with a name that nothing else has. */
  Path createBeside(Path file) throws IOException;

  void write(Path file, byte[] content) throws IOException;

  /** Gives a new file the mode, and as far as permitted the owner and group, of the original. */
  void likeOriginal(Path file, Path original) throws IOException;

  /** Returns once the content is durable. */
  void sync(Path file) throws IOException;

  /** Replaces {@code to} at one instant. */
  void rename(Path from, Path to) throws IOException;

  /** Returns once the names in a folder are durable. */
  void syncDirectory(Path directory) throws IOException;

  /** Removes a file if it is there. */
  void delete(Path file) throws IOException;
}
