package io.sentinelha.core.recorder;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/** Says why a folder or a segment cannot be read, and what to do about it. */
final class Unreadable {

  private static final String NAME_THE_FOLDER = "name the folder given to --record";

  private Unreadable() {}

  /**
   * The segments of a folder, the oldest first.
   *
   * @throws IOException if it cannot be read, saying which, why and what to do
   */
  static List<Path> list(Path folder) throws IOException {
    try {
      return SegmentFolder.list(folder);
    } catch (NoSuchFileException e) {
      throw new IOException(folder + ": there is no such folder; " + NAME_THE_FOLDER, e);
    } catch (NotDirectoryException e) {
      throw new IOException(folder + ": is not a folder; " + NAME_THE_FOLDER, e);
    } catch (UncheckedIOException e) {
      throw new IOException(folder + ": " + why(requireNonNull(e.getCause())), e);
    } catch (IOException e) {
      throw new IOException(folder + ": " + why(e), e);
    }
  }

  static byte[] bytes(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      // The system's words for this differ, and some name no file.
      throw new FileSystemException(file.toString(), null, "it is a folder, not a segment");
    }
    return Files.readAllBytes(file);
  }

  /** The rest of a sentence that begins with the name. */
  static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "cannot be read: permission denied; run as the user of the supervisor, or root";
    }
    String reason =
        e instanceof FileSystemException f
            ? SegmentFolder.reason(f)
            : String.valueOf(e.getMessage());
    return "cannot be read: " + reason + "; take it out of the folder, or mend it and replay again";
  }
}
