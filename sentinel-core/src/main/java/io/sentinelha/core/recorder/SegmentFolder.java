package io.sentinelha.core.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one folder, numbered upwards. All of them together are never larger than they may
 * be: before one is begun, the oldest make room for a whole one.
 */
final class SegmentFolder implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("segment-\\d{8,18}\\.rec");
  private static final String LOCK = "recorder.lock";

  private record Segment(Path file, long size) {}

  private final Path folder;
  private final long bound;
  private final long segmentBound;
  private final FileChannel lockFile;
  private final Deque<Segment> closed = new ArrayDeque<>();
  private long next = 1;
  private @Nullable FileChannel present;
  private Path presentFile;

  private SegmentFolder(Path folder, long bound, long segmentBound, FileChannel lockFile) {
    this.folder = folder;
    this.presentFile = folder;
    this.bound = bound;
    this.segmentBound = segmentBound;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder if it is missing, and takes it for this process alone.
   *
   * @throws IOException saying what is wrong with it and what to do
   */
  static SegmentFolder open(Path folder, long bound, long segmentBound) throws IOException {
    try {
      create(folder);
      FileChannel lockFile = lock(folder.resolve(LOCK));
      SegmentFolder made = new SegmentFolder(folder, bound, segmentBound, lockFile);
      for (Path file : list(folder)) {
        made.closed.add(new Segment(file, Files.size(file)));
        made.next = number(file) + 1;
      }
      return made;
    } catch (FileSystemException e) {
      throw new IOException(
          folder
              + ": cannot be recorded into ("
              + reason(e)
              + "); --record needs a folder that this user can write, or can make",
          e);
    }
  }

  private static void create(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectories(folder, mode(folder, "rwx------"));
      } catch (FileAlreadyExistsException e) {
        throw new FileSystemException(folder.toString(), null, "is not a folder");
      }
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            mode(file, "rw-------"));
    if (!tryLock(channel)) {
      channel.close();
      throw new IOException(
          file.getParent() + ": another supervisor records into it; give each a folder of its own");
    }
    return channel;
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // Somebody else in this very process.
    }
  }

  private static FileAttribute<?>[] mode(Path near, String permissions) {
    return near.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  static String reason(FileSystemException e) {
    return Optional.ofNullable(e.getReason())
        .orElseGet(() -> e.getClass().getSimpleName().replace("Exception", ""));
  }

  /** The segments of a folder, the oldest first. */
  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .sorted((a, b) -> Long.compare(number(a), number(b)))
          .toList();
    }
  }

  static long number(Path file) {
    return Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
  }

  /** Begins a segment. */
  void begin() throws IOException {
    endPresent();
    long total = closed.stream().mapToLong(Segment::size).sum();
    while (!closed.isEmpty() && total + segmentBound > bound) {
      Segment oldest = closed.remove();
      Files.deleteIfExists(oldest.file);
      total -= oldest.size;
    }
    presentFile = folder.resolve(String.format("segment-%08d.rec", next));
    next++;
    present =
        FileChannel.open(
            presentFile,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            mode(presentFile, "rw-------"));
  }

  /** Appends to the present segment; afterwards a crash of this process cannot take it back. */
  void write(byte[] bytes) throws IOException {
    if (present == null) {
      throw new IllegalStateException("no segment was begun");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      present.write(buffer);
    }
  }

  /** The file that is being written, or the folder while there is none. */
  Path file() {
    return presentFile;
  }

  private void endPresent() throws IOException {
    if (present != null) {
      closed.add(new Segment(presentFile, present.size()));
      present.close();
      present = null;
    }
  }

  @Override
  public void close() throws IOException {
    endPresent();
    lockFile.close();
  }
}
