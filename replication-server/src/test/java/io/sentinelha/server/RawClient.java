package io.sentinelha.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelha.resp.ProtocolException;
import io.sentinelha.resp.ReplyLimits;
import io.sentinelha.resp.RespReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A client that shows replies as the bytes that they are, one character per byte. */
public final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;
  private final ByteBuf buffer = Unpooled.buffer();

  /** Connects to a server of this machine. */
  public RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  /** Sends one command and returns its reply. */
  public String call(String... words) throws IOException {
    send(words);
    return receive();
  }

  /** Sends one command. */
  public void send(String... words) throws IOException {
    StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    sendRaw(request.toString());
  }

  /** Sends bytes as they are. */
  public void sendRaw(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
  }

  /** The next reply. */
  public String receive() throws IOException {
    byte[] chunk = new byte[16 * 1024];
    try {
      while (true) {
        int before = buffer.readerIndex();
        // A reader of its own each time: what it consumed is the reply.
        if (new RespReader(ReplyLimits.DEFAULT).read(buffer).isPresent()) {
          return buffer.toString(before, buffer.readerIndex() - before, ISO_8859_1);
        }
        buffer.readerIndex(before);
        int count = in.read(chunk);
        if (count < 0) {
          throw new IOException("closed by the server");
        }
        buffer.writeBytes(chunk, 0, count);
      }
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  /** Whether the server has closed the connection; waits for it to say anything. */
  public boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
