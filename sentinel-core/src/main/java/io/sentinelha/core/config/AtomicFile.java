package io.sentinelha.core.config;

import io.sentinelha.core.config.SaveResult.Failed;
import io.sentinelha.core.config.SaveResult.Step;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Replaces files so that at every moment the name leads to the whole old file or the whole new one:
 * a copy beside it is written and made durable, then takes its name.
 */
final class AtomicFile {

  private static final String WRITABLE_FOLDER =
      "the folder must be writable, because a new file is made in it; give the supervisor a folder"
          + " of its own or keep the state elsewhere (--state-dir)";
  private static final String SPACE = "check the free space and the health of the disk";
  private static final String MOUNT =
      "a file that is mounted by itself cannot be replaced: mount its folder instead or keep the"
          + " state elsewhere (--state-dir)";

  private final FileOps files;

  AtomicFile(FileOps files) {
    this.files = files;
  }

  /** A step that did not work. */
  static final class StepFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failed failed;

    StepFailed(Failed failed) {
      super(failed.toString());
      this.failed = failed;
    }

    Failed failed() {
      return failed;
    }
  }

  private interface Action<T> {
    T run() throws IOException;
  }

  private interface Task {
    void run() throws IOException;
  }

  /**
   * Gives a file a new content. A new file may be read by its owner alone; an old one keeps its
   * mode, and its owner and group as far as this process may give files away.
   *
   * @param file not a symbolic link
   */
  void replace(Path file, byte[] content) throws StepFailed {
    Path temporary = attempt(Step.CREATE, file, WRITABLE_FOLDER, () -> files.createBeside(file));
    try {
      run(Step.WRITE, file, SPACE, () -> files.write(temporary, content));
      run(Step.MODE, file, WRITABLE_FOLDER, () -> files.likeOriginal(temporary, file));
      run(Step.SYNC, file, SPACE, () -> files.sync(temporary));
      run(Step.RENAME, file, MOUNT, () -> files.rename(temporary, file));
    } catch (StepFailed e) {
      deleteQuietly(temporary);
      throw e;
    }
    run(Step.SYNC_FOLDER, file, SPACE, () -> files.syncDirectory(folderOf(file)));
  }

  /** Removes a file, durably, if it is there. */
  void delete(Path file) throws StepFailed {
    if (files.exists(file)) {
      run(Step.DELETE, file, WRITABLE_FOLDER, () -> files.delete(file));
      run(Step.SYNC_FOLDER, file, SPACE, () -> files.syncDirectory(folderOf(file)));
    }
  }

  /** Removes what processes that were killed have left unfinished. */
  void deleteLeftovers(Path file) {
    try {
      for (String name : files.list(folderOf(file))) {
        if (TemporaryNames.isLeftover(file, name)) {
          files.delete(file.resolveSibling(name));
        }
      }
    } catch (IOException e) {
      return; // They do no harm, and a folder that cannot be used shows in the save itself.
    }
  }

  private static Path folderOf(Path file) {
    return file.resolveSibling("");
  }

  private void run(Step step, Path file, String remedy, Task task) throws StepFailed {
    attempt(
        step,
        file,
        remedy,
        () -> {
          task.run();
          return file;
        });
  }

  private static <T> T attempt(Step step, Path file, String remedy, Action<T> action)
      throws StepFailed {
    try {
      return action.run();
    } catch (IOException e) {
      throw new StepFailed(new Failed(step, file, IoReason.of(e), remedy));
    }
  }

  /** The failure that led here is the one to report. */
  private void deleteQuietly(Path temporary) {
    try {
      files.delete(temporary);
    } catch (IOException e) {
      return; // Left for deleteLeftovers of the next start.
    }
  }
}
