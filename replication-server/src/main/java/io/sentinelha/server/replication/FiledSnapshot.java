package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Transport;
import io.sentinelha.server.persist.SnapshotOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot in a file, for replicas that must be told its length first, and for those that come
 * while it is being made. Nobody but replicas reads the file; it is removed when all have it open.
 */
final class FiledSnapshot implements SnapshotOutput {

  private static final Logger log = LoggerFactory.getLogger(FiledSnapshot.class);
  private static final int BUFFER = 64 << 10;

  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

  private FiledSnapshot(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static FiledSnapshot open(Path path) throws IOException {
    return new FiledSnapshot(
        path,
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING));
  }

  // --- On the thread that encodes ---

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int at = from;
    int end = from + length;
    while (at < end) {
      int part = Math.min(end - at, buffer.remaining());
      buffer.put(bytes, at, part);
      at += part;
      if (!buffer.hasRemaining()) {
        drain();
      }
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void prepare() throws IOException {
    drain();
    channel.close(); // Not synced: after a crash nobody looks for it.
  }

  @Override
  public void finish() {}

  @Override
  public void abort() {
    try {
      channel.close();
    } catch (IOException e) {
      log.warn("{} cannot be closed: {}", path, e.toString());
    }
    remove();
  }

  // --- On the engine's thread ---

  /** The complete file as one more replica gets it. */
  Payload transfer() throws IOException {
    return new Transfer(FileChannel.open(path, StandardOpenOption.READ));
  }

  /** Removes the file. Who has it open reads on. */
  void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("{} cannot be removed: {}", path, e.toString());
    }
  }

  private static final class Transfer implements Payload {
    private final FileChannel in;
    private final long size;
    private final byte[] part = new byte[BUFFER];
    private long at;
    private boolean begun;

    private Transfer(FileChannel in) throws IOException {
      this.in = in;
      this.size = in.size();
    }

    @Override
    public int send(Transport to, int most) throws IOException {
      if (!begun) {
        begun = true;
        byte[] header = ("$" + size + "\r\n").getBytes(ISO_8859_1);
        to.write(header, 0, header.length);
        return header.length;
      }
      int count = in.read(ByteBuffer.wrap(part, 0, Math.min(most, part.length)), at);
      if (count <= 0) {
        throw new IOException("the file ends after " + at + " of " + size + " bytes");
      }
      to.write(part, 0, count);
      at += count;
      return count;
    }

    @Override
    public boolean isSent() {
      return begun && at == size;
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        log.warn("a snapshot cannot be closed: {}", e.toString());
      }
    }
  }
}
