package io.sentinelha.server.rehearsal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A replica of the server: takes its dump, and then its stream, and says how far it is. */
final class FollowingReplica implements AutoCloseable {

  private static final long ACK_NANOS = 20_000_000;

  /** How far a replica was: its master's history, and the bytes of it that it has. */
  record Position(String history, long offset) {}

  private final SocketChannel channel;
  private final InputStream in;
  private final Thread reader = new Thread(this::follow, "following replica");
  private final CompletableFuture<byte[]> dump = new CompletableFuture<>();
  private Position position;

  private FollowingReplica(SocketChannel channel, Position from) {
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel));
    this.position = from;
    reader.setDaemon(true);
  }

  /** A replica without data. */
  static FollowingReplica fresh(String socket) throws IOException {
    return goingOn(socket, new Position("?", -2));
  }

  /** A replica that was there before. */
  static FollowingReplica goingOn(String socket, Position from) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    FollowingReplica replica = new FollowingReplica(channel, from);
    replica.reader.start();
    return replica;
  }

  /**
   * The dump that it got, without the mark behind it; empty if it needed none.
   *
   * @throws IOException if there is none after so many seconds
   */
  byte[] awaitDump(int seconds) throws IOException {
    try {
      return dump.get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the server has sent no dump", e);
    }
  }

  private void follow() {
    try {
      Requests requests = new Requests();
      requests.add("REPLCONF", "listening-port", "1");
      requests.add("REPLCONF", "capa", "eof", "capa", "psync2");
      send(requests);
      line();
      line();
      requests.add("PSYNC", position.history, Long.toString(position.offset + 1));
      send(requests);
      String[] answer = line().split(" ");
      if (answer[0].equals("+FULLRESYNC")) {
        position = new Position(answer[1], Long.parseLong(answer[2]));
        dump.complete(upTo(line().substring("$EOF:".length())));
      } else if (answer[0].equals("+CONTINUE")) {
        dump.complete(new byte[0]);
      } else {
        throw new IOException("unexpected: " + answer[0]);
      }
      stream(requests);
    } catch (IOException e) {
      dump.completeExceptionally(e); // Later, it is only that somebody has closed the channel.
    }
  }

  private void stream(Requests requests) throws IOException {
    byte[] bytes = new byte[64 << 10];
    long acknowledged = System.nanoTime() - ACK_NANOS;
    int got = 0;
    while (got >= 0) {
      position = new Position(position.history, position.offset + got);
      if (System.nanoTime() - acknowledged >= ACK_NANOS) {
        acknowledged = System.nanoTime();
        requests.add("REPLCONF", "ACK", Long.toString(position.offset));
        send(requests);
      }
      got = in.read(bytes);
    }
  }

  private void send(Requests requests) throws IOException {
    Channels.newOutputStream(channel).write(requests.take());
  }

  /** The next line that is not empty: those only keep the link awake. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the server has gone away");
      }
      if (next != '\n') {
        line.append((char) next);
      } else if (!line.toString().isBlank()) {
        return line.toString().strip();
      }
    }
  }

  private byte[] upTo(String end) throws IOException {
    byte[] mark = end.getBytes(ISO_8859_1);
    byte[] all = new byte[1 << 20];
    int length = 0;
    while (length < mark.length
        || !Arrays.equals(all, length - mark.length, length, mark, 0, mark.length)) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the server has gone away");
      }
      if (length == all.length) {
        all = Arrays.copyOf(all, 2 * length);
      }
      all[length++] = (byte) next;
    }
    return Arrays.copyOf(all, length - mark.length);
  }

  /** Goes away; returns where another one may go on. */
  Position leave() throws IOException {
    close();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return position;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
