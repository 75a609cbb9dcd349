package io.sentinelha.server.persist;

import io.sentinelha.resp.ProtocolException;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.RequestReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the commands of a file. A file that ends in the middle of a command, or of a transaction,
 * was being written when the server died; that is taken off, if it may be. Anything else that is
 * wrong ends it.
 */
final class CommandStage implements LoadStage {

  private static final Logger log = LoggerFactory.getLogger(CommandStage.class);
  private static final int CHUNK = 256 << 10;
  private static final int LONGEST_ARGUMENT = 1 << 30;

  private final Engine engine;
  private final Client client;
  private final Path path;
  private final boolean mayBeCut;
  private final Progress progress;
  private final FileChannel channel;
  private final long size;
  private final RequestReader reader = new RequestReader();
  private byte[] buffer = new byte[CHUNK];
  private int at;
  private int end;

  /** Of the byte at index 0 of the buffer. */
  private long offset;

  /** Up to where the file is sound, and no transaction is open. */
  private long sound;

  /**
   * Opens a file.
   *
   * @param from where its commands begin
   * @param mayBeCut whether the end may be incomplete
   */
  CommandStage(
      Engine engine, Client client, Path path, long from, boolean mayBeCut, Progress progress)
      throws IOException {
    this.engine = engine;
    this.client = client;
    this.path = path;
    this.mayBeCut = mayBeCut;
    this.progress = progress;
    this.channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.size = channel.size();
    this.offset = from;
    this.sound = from;
    channel.position(from);
  }

  @Override
  public boolean step(long endNanos) throws IOException {
    do {
      if (!runSome()) {
        end();
        channel.close();
        return true;
      }
      progress.read(offset + at);
    } while (engine.clock().nanos() < endNanos);
    return false;
  }

  @Override
  public void cancel() {
    try {
      channel.close();
    } catch (IOException e) {
      log.warn("{} cannot be closed: {}", path, e.toString());
    }
  }

  /** Runs what is in the buffer, or reads more; false at the end of the file. */
  private boolean runSome() throws IOException {
    for (int i = 0; i < 64 && at < end; i++) {
      int next = buffer[at] == '#' ? comment() : command();
      if (next < 0) {
        return fill();
      }
      at = next;
      if (!client.isInTransaction()) {
        sound = offset + at;
      }
    }
    return at < end || fill();
  }

  private int comment() {
    for (int i = at; i < end; i++) {
      if (buffer[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private int command() throws IOException {
    if (buffer[at] != '*') {
      throw bad("no command begins here");
    }
    int next;
    try {
      next = reader.read(buffer, at, end, LONGEST_ARGUMENT, true);
    } catch (ProtocolException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
    if (next < 0) {
      return next;
    }
    Args args = reader.args();
    if (args.count() == 0 || args.rawStart() < 0) {
      throw bad("an argument does not end where it should");
    }
    if (!engine.executor().replay(client, args)) {
      throw bad("unknown command '" + args.text(0) + "'");
    }
    return next;
  }

  private IOException bad(String what) {
    return new IOException(
        path
            + ": bad file format at offset "
            + (offset + at)
            + ": "
            + what
            + ". Make a backup, then use redis-check-aof --fix");
  }

  private boolean fill() throws IOException {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    offset += at;
    end -= at;
    at = 0;
    long left = size - offset - end;
    if (left <= 0) {
      return false;
    }
    int wanted = (int) Math.min(Math.max(reader.wanted(), 2L * end), end + left);
    if (wanted > buffer.length) {
      buffer = Arrays.copyOf(buffer, wanted);
    }
    int room = (int) Math.min(buffer.length - end, left);
    int got = channel.read(ByteBuffer.wrap(buffer, end, room));
    if (got <= 0) {
      throw new IOException(path + ": became shorter while it was read");
    }
    end += got;
    return true;
  }

  private void end() throws IOException {
    boolean whole = at == end && !client.isInTransaction();
    engine.transactions().discard(client);
    if (whole) {
      return;
    }
    if (commandsFollow()) {
      throw bad("a length reaches behind the end of the file, and other commands follow");
    }
    if (!mayBeCut) {
      throw new IOException(
          path
              + ": unexpected end of file at offset "
              + size
              + ", sound up to "
              + sound
              + ". Use aof-load-truncated yes, or redis-check-aof --fix");
    }
    log.warn("{}: unexpected end; cut off at offset {}, {} bytes lost", path, sound, size - sound);
    channel.truncate(sound);
    channel.force(true);
  }

  /**
   * Whether the incomplete command at the end has others behind it: then it was not cut short, its
   * lengths are wrong, and cutting it off would take what follows, too.
   */
  private boolean commandsFollow() {
    for (int i = at + 1; i + 3 < end; i++) {
      if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '*' && isCommand(i + 2)) {
        return true;
      }
    }
    return false;
  }

  private boolean isCommand(int from) {
    RequestReader other = new RequestReader();
    try {
      return other.read(buffer, from, end, LONGEST_ARGUMENT, true) > 0
          && other.args().count() > 0
          && other.args().rawStart() >= 0
          && engine.commands().find(other.args()) != null;
    } catch (ProtocolException e) {
      return false;
    }
  }
}
