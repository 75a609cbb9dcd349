package io.sentinelha.cli;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Sends datagrams to Unix sockets, which the Java library cannot: that is how a process talks to
 * systemd and to syslog. Never waits: what a receiver has no room for is lost. Safe for all threads.
 */
final class Datagrams implements AutoCloseable {

  private static final int MOST_BYTES = 8 << 10;

  private final Socket socket;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(MOST_BYTES);

  private Datagrams(Socket socket) {
    this.socket = socket;
  }

  /** A sender; empty where this machine has no native transport. */
  static Optional<Datagrams> open() {
    // Asking also loads what the socket needs.
    return Epoll.isAvailable()
        ? Optional.of(new Datagrams(Socket.newSocketDomainDgram()))
        : Optional.empty();
  }

  /**
   * Sends a text; what is beyond 8 KiB is cut off.
   *
   * @param path of the receiver's socket; a leading zero character stands for a name that is in no
   *     file system
   * @throws IOException if nobody receives there, or it has no room now
   */
  synchronized void send(String path, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.clear().put(bytes, 0, Math.min(bytes.length, MOST_BYTES)).flip();
    int sent =
        socket.sendToDomainSocket(
            buffer, 0, buffer.limit(), path.getBytes(StandardCharsets.UTF_8));
    if (sent < 0) {
      throw new IOException("nobody takes datagrams at " + path);
    }
  }

  @Override
  public synchronized void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, in whatever state.
      assert !socket.isOpen();
    }
  }
}
