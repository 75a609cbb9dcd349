package io.sentinelha.resp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelha.resp.ProtocolException;
import io.sentinelha.resp.ReplyLimits;
import io.sentinelha.resp.RespReader;
import io.sentinelha.resp.RespValue;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;

/** A client that waits for every answer. Strings are bytes: one character each. */
public final class TestClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final ByteBuf received = Unpooled.buffer();
  private final RespReader reader = new RespReader(ReplyLimits.DEFAULT);

  private TestClient(Socket socket) {
    this.socket = socket;
  }

  /** Connects to the first address that the server listens on. */
  public static TestClient of(CommandServer server) {
    return of(server.addresses().get(0));
  }

  public static TestClient of(InetSocketAddress address) {
    try {
      Socket socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(address, PATIENCE_MILLIS);
      return new TestClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The client's own end, as the server sees it. */
  public String address() {
    return Addresses.format(socket.getLocalSocketAddress());
  }

  /** The server's end. */
  public String server() {
    return Addresses.format(socket.getRemoteSocketAddress());
  }

  /** Sends bytes. */
  public TestClient send(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends one request, as an array of bulk strings. */
  public TestClient request(String... words) {
    return send(encode(words));
  }

  public static String encode(String... words) {
    StringBuilder bytes = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      bytes.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return bytes.toString();
  }

  /** Sends one request and reads one value. */
  public RespValue ask(String... words) {
    return request(words).read();
  }

  /** Reads one value. */
  public RespValue read() {
    try {
      while (true) {
        Optional<RespValue> value = reader.read(received);
        if (value.isPresent()) {
          return value.get();
        }
        if (receive() < 0) {
          throw new EOFException("connection ended");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads exactly these bytes. */
  public TestClient expect(String bytes) {
    assertThat(take(bytes.length())).isEqualTo(bytes);
    return this;
  }

  /** Sends one request and reads exactly these bytes. */
  public TestClient expect(String bytes, String... words) {
    return request(words).expect(bytes);
  }

  /** Reads so many bytes, or fewer if the connection ends before. */
  public String take(int count) {
    while (received.readableBytes() < count && receive() >= 0) {
      received.discardSomeReadBytes();
    }
    return received
        .readCharSequence(Math.min(count, received.readableBytes()), ISO_8859_1)
        .toString();
  }

  /** Reads until these bytes came or the connection ended, and tells all that came. */
  public String takeUntil(String end) {
    int searched = 0;
    while (true) {
      String all = received.toString(ISO_8859_1);
      int found = all.indexOf(end, searched);
      if (found >= 0) {
        return take(found + end.length());
      }
      searched = Math.max(0, all.length() - end.length());
      if (receive() < 0) {
        return take(all.length()) + "<end>";
      }
    }
  }

  /** Reads to the end of the connection, and finds nothing before. */
  public void expectEnd() {
    assertThat(take(1)).isEmpty();
  }

  /** Says that nothing more will be sent. */
  public TestClient endOutput() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int receive() {
    try {
      InputStream in = socket.getInputStream();
      return received.writeBytes(in, 64 << 10);
    } catch (SocketException e) {
      return -1; // Reset: an end as well.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
