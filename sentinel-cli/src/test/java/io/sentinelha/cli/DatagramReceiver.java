package io.sentinelha.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainDatagramSocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A Unix datagram socket as systemd and syslog have one. */
final class DatagramReceiver implements AutoCloseable {

  private final Socket socket;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);

  private DatagramReceiver(Socket socket) {
    this.socket = socket;
  }

  static DatagramReceiver at(String path) throws IOException {
    assertThat(Epoll.isAvailable()).isTrue();
    Socket socket = Socket.newSocketDomainDgram();
    socket.bind(new DomainSocketAddress(path));
    return new DatagramReceiver(socket);
  }

  /** The next datagram; waits for it. */
  String next() {
    StringBuilder found = new StringBuilder();
    await()
        .until(
            () -> {
              DomainDatagramSocketAddress from =
                  socket.recvFromDomainSocket(buffer, 0, buffer.capacity());
              if (from != null) {
                byte[] bytes = new byte[from.receivedAmount()];
                buffer.get(0, bytes);
                found.append(new String(bytes, StandardCharsets.UTF_8));
              }
              return from != null;
            });
    return found.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
