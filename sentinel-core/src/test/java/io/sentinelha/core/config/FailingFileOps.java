package io.sentinelha.core.config;

import io.sentinelha.core.config.SaveResult.Step;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The disk, on which one step of a save fails, after half of it was done where there are halves.
 * Before and after every step it tells an observer, who can look at what a crash would leave.
 */
final class FailingFileOps implements FileOps {

  static final String REASON = "Input/output error";

  private final Runnable observer;
  private Step failing = Step.CHECK;
  private boolean writable = true;
  private boolean syncs = true;

  FailingFileOps(Runnable observer) {
    this.observer = observer;
  }

  /** From now on this step fails. Nothing fails at a step that is none of the file system. */
  FailingFileOps failAt(Step step) {
    failing = step;
    return this;
  }

  FailingFileOps readOnly() {
    writable = false;
    return this;
  }

  /** Saves many times faster, for tests in which no power is lost. */
  FailingFileOps unsynced() {
    syncs = false;
    return this;
  }

  private void at(Step step, Path file) throws IOException {
    observer.run();
    if (step == failing) {
      throw new FileSystemException(file.toString(), null, REASON);
    }
  }

  @Override
  public byte[] read(Path file) throws IOException {
    at(Step.READ, file);
    return DISK.read(file);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return DISK.list(directory);
  }

  @Override
  public boolean exists(Path path) {
    return DISK.exists(path);
  }

  @Override
  public boolean isDirectory(Path path) {
    return DISK.isDirectory(path);
  }

  @Override
  public boolean isWritable(Path path) {
    return writable && DISK.isWritable(path);
  }

  @Override
  public boolean isReadableByAll(Path path) {
    return DISK.isReadableByAll(path);
  }

  @Override
  public Path followLinks(Path path) throws IOException {
    return DISK.followLinks(path);
  }

  @Override
  public Path createBeside(Path file) throws IOException {
    at(Step.CREATE, file);
    return DISK.createBeside(file);
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    Files.write(file, Arrays.copyOf(content, content.length / 2));
    at(Step.WRITE, file);
    DISK.write(file, content);
    observer.run();
  }

  @Override
  public void likeOriginal(Path file, Path original) throws IOException {
    at(Step.MODE, file);
    DISK.likeOriginal(file, original);
  }

  @Override
  public void sync(Path file) throws IOException {
    at(Step.SYNC, file);
    if (syncs) {
      DISK.sync(file);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    at(Step.RENAME, to);
    DISK.rename(from, to);
    observer.run();
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    at(Step.SYNC_FOLDER, directory);
    if (syncs) {
      DISK.syncDirectory(directory);
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    at(Step.DELETE, file);
    DISK.delete(file);
  }
}
