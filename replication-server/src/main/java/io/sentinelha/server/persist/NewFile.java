package io.sentinelha.server.persist;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is complete or not there: written under another name, synced, renamed, and the folder
 * synced.
 */
final class NewFile implements SnapshotOutput {

  private static final Logger log = LoggerFactory.getLogger(NewFile.class);
  private static final int BUFFER = 64 << 10;

  /** Synced so often, so that the last sync, which somebody waits for, is short. */
  private static final long SYNC_EVERY = 4 << 20;

  private final Path temporary;
  private final Path target;
  private final boolean syncsOften;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private long unsynced;

  private NewFile(Path temporary, Path target, boolean syncsOften, FileChannel channel) {
    this.temporary = temporary;
    this.target = target;
    this.syncsOften = syncsOften;
    this.channel = channel;
  }

  static NewFile open(Path temporary, Path target, boolean syncsOften) throws IOException {
    FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    return new NewFile(temporary, target, syncsOften, channel);
  }

  /** Writes a small one. */
  static void write(Path temporary, Path target, byte[] content) throws IOException {
    NewFile file = open(temporary, target, false);
    boolean done = false;
    try {
      file.write(content, 0, content.length);
      file.prepare();
      file.finish();
      done = true;
    } finally {
      if (!done) {
        file.abort();
      }
    }
  }

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
      unsynced += channel.write(buffer);
    }
    buffer.clear();
    if (syncsOften && unsynced > SYNC_EVERY) {
      channel.force(false);
      unsynced = 0;
    }
  }

  @Override
  public void prepare() throws IOException {
    drain();
    channel.force(true);
    channel.close();
  }

  @Override
  public void finish() throws IOException {
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(target.resolveSibling(""));
  }

  @Override
  public void abort() {
    try {
      channel.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      log.warn("{} cannot be removed: {}", temporary, e.toString());
    }
  }

  /** Makes renamed and new files of a folder last. */
  static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
