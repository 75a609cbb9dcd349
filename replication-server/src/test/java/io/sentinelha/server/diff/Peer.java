package io.sentinelha.server.diff;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;

/** A connection to one of the servers, with requests as words and replies as bytes. */
final class Peer implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int start;
  private int end;

  Peer(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  void send(List<Step> steps) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Step step : steps) {
      out.writeBytes(("*" + step.words().size() + "\r\n").getBytes(ISO_8859_1));
      for (String word : step.words()) {
        out.writeBytes(("$" + word.length() + "\r\n" + word + "\r\n").getBytes(ISO_8859_1));
      }
    }
    socket.getOutputStream().write(out.toByteArray());
  }

  byte[] call(String... words) throws IOException {
    send(List.of(new Step(0, List.of(words))));
    return receive();
  }

  /** The next reply. */
  byte[] receive() throws IOException {
    while (true) {
      int behind = start == end ? -1 : Replies.end(buffer, start, end);
      if (behind >= 0) {
        byte[] reply = Arrays.copyOfRange(buffer, start, behind);
        start = behind;
        return reply;
      }
      fill();
    }
  }

  private void fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * end);
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      throw new IOException("closed by the server");
    }
    end += count;
  }

  /** Whether something has come that was not received yet. */
  boolean hasReply() throws IOException {
    return end > start || in.available() > 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
