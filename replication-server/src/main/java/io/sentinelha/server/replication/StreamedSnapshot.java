package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Transport;
import io.sentinelha.server.persist.SnapshotOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A snapshot that goes to sockets as it is made, encoded once for all replicas. Its length is not
 * known, so it ends with a mark that was told before. The thread that encodes waits while the
 * slowest replica is too far behind: what waits in memory is bounded, and commands go on.
 */
final class StreamedSnapshot implements SnapshotOutput {

  private static final int CHUNK = 64 << 10;

  /** Chunks that the thread that encodes may be ahead of the engine's. */
  private static final int AHEAD = 8;

  /** Chunks that may wait for one replica. */
  private static final int WINDOW = 16;

  private static final long LOOK_MILLIS = 50;

  /** A part of the snapshot, filled again when all replicas have it. */
  private static final class Chunk {
    private final byte[] bytes = new byte[CHUNK];
    private int filled;

    /**
     * Nothing follows it. A part of its own behind the mark would leave a moment in which a replica
     * has everything, and answers, while it still counts as being served.
     */
    private boolean last;

    /** Replicas that it still goes to. */
    private int users;
  }

  private final byte[] mark;
  private final BlockingQueue<Chunk> ready = new ArrayBlockingQueue<>(AHEAD);
  private final Queue<Chunk> free = new ConcurrentLinkedQueue<>();

  /** Of the thread that encodes. */
  private Chunk chunk = new Chunk();

  private volatile boolean closed;

  /** Of the engine's thread. */
  private final List<Share> shares = new ArrayList<>();

  private boolean handedOver;

  /**
   * A snapshot.
   *
   * @param mark 40 characters that nobody could know before
   */
  StreamedSnapshot(String mark) {
    this.mark = mark.getBytes(ISO_8859_1);
  }

  // --- On the thread that encodes ---

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int at = from;
    int left = length;
    while (left > 0) {
      if (chunk.filled == CHUNK) {
        pass(chunk);
        chunk = empty();
      }
      int part = Math.min(CHUNK - chunk.filled, left);
      System.arraycopy(bytes, at, chunk.bytes, chunk.filled, part);
      chunk.filled += part;
      at += part;
      left -= part;
    }
  }

  private Chunk empty() {
    Chunk used = free.poll();
    if (used == null) {
      return new Chunk();
    }
    used.filled = 0;
    return used;
  }

  private void pass(Chunk full) throws IOException {
    try {
      do {
        if (closed) {
          throw new IOException("no replica is left that waits for the snapshot");
        }
      } while (!ready.offer(full, LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void prepare() throws IOException {
    write(mark, 0, mark.length);
    chunk.last = true;
    pass(chunk);
  }

  @Override
  public void finish() {}

  @Override
  public void abort() {
    closed = true;
  }

  // --- On the engine's thread ---

  /** The snapshot as one more replica gets it; all must have been made before the first byte. */
  Payload share() {
    Share share = new Share();
    shares.add(share);
    return share;
  }

  /** Nobody wants it any more. */
  void close() {
    closed = true;
    ready.clear();
  }

  /** Whether all of it was handed on. */
  boolean isHandedOver() {
    return handedOver;
  }

  /** Replicas that it still goes to. */
  int receivers() {
    return shares.size();
  }

  /** Hands what is ready on to those that still want it; returns whether there was anything. */
  boolean distribute() {
    boolean any = false;
    while (!ready.isEmpty() && longestQueue() < WINDOW) {
      Chunk next = ready.poll();
      if (next != null) {
        next.users = shares.size();
        for (Share share : shares) {
          share.queue.add(next);
        }
        any = true;
        handedOver = next.last;
      }
    }
    return any;
  }

  private void done(Chunk chunk) {
    if (--chunk.users == 0) {
      free.add(chunk);
    }
  }

  private int longestQueue() {
    int longest = 0;
    for (Share share : shares) {
      longest = Math.max(longest, share.queue.size());
    }
    return longest;
  }

  private final class Share implements Payload {
    private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
    private boolean sent;
    private boolean begun;

    @Override
    public int send(Transport to, int most) {
      if (!begun) {
        begun = true;
        byte[] header = ("$EOF:" + new String(mark, ISO_8859_1) + "\r\n").getBytes(ISO_8859_1);
        to.write(header, 0, header.length);
        return header.length;
      }
      Chunk next = queue.poll();
      if (next == null) {
        return 0;
      }
      sent = next.last;
      int count = next.filled;
      to.write(next.bytes, 0, count);
      done(next);
      return count;
    }

    @Override
    public boolean isSent() {
      return sent;
    }

    @Override
    public void close() {
      shares.remove(this);
      queue.forEach(StreamedSnapshot.this::done);
      queue.clear();
      if (shares.isEmpty() && !sent) {
        StreamedSnapshot.this.close();
      }
    }
  }
}
