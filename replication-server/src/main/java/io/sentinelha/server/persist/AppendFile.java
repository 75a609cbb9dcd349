package io.sentinelha.server.persist;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The increment that commands are written to. What was written partly when a write failed is taken
 * back, so that the file always ends behind a command, and is written again with the next.
 */
final class AppendFile {

  private static final int DIRECT = 256 << 10;

  /** A larger array is given back when it has been written. */
  private static final int KEPT = 1 << 20;

  private static final long MOST = Integer.MAX_VALUE - 8L;

  private Path path;
  private final FileChannel channel;
  private final ByteBuffer direct = ByteBuffer.allocateDirect(DIRECT);
  private byte[] buffer = new byte[64 << 10];
  private int pending;
  private long size;
  private volatile long synced;

  private AppendFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
    this.synced = size;
  }

  /** Opens a file, a new one or one that goes on. */
  static AppendFile open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long size = channel.size();
    channel.position(size);
    return new AppendFile(path, channel, size);
  }

  Path path() {
    return path;
  }

  /** Bytes in the file. */
  long size() {
    return size;
  }

  /** Bytes that wait to be written. */
  int pending() {
    return pending;
  }

  boolean isSynced() {
    return synced == size;
  }

  void append(byte[] bytes, int from, int length) {
    if (buffer.length - pending < length) {
      long wanted = Math.max((long) pending + length, Math.min(2L * buffer.length, MOST));
      if (wanted > MOST) {
        throw new IllegalStateException(path + ": more waits to be written than fits");
      }
      buffer = Arrays.copyOf(buffer, (int) wanted);
    }
    System.arraycopy(bytes, from, buffer, pending, length);
    pending += length;
  }

  /** Writes what waits. */
  void write() throws IOException {
    if (pending == 0) {
      return;
    }
    try {
      for (int at = 0; at < pending; ) {
        int part = Math.min(pending - at, DIRECT);
        direct.clear();
        direct.put(buffer, at, part).flip();
        while (direct.hasRemaining()) {
          channel.write(direct);
        }
        at += part;
      }
    } catch (IOException e) {
      channel.truncate(size);
      channel.position(size);
      throw e;
    }
    size += pending;
    pending = 0;
    if (buffer.length > KEPT) {
      buffer = new byte[KEPT];
    }
  }

  /** Waits until everything that was written before {@code upTo} is safe. Any thread may do it. */
  void sync(long upTo) throws IOException {
    channel.force(false);
    synced = upTo;
  }

  /** Begins again with an empty file. */
  void truncate() throws IOException {
    channel.truncate(0);
    channel.position(0);
    pending = 0;
    size = 0;
    synced = 0;
  }

  void close() throws IOException {
    channel.close();
  }

  /** It has got another name. */
  void moved(Path target) {
    path = target;
  }
}
