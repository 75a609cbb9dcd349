package io.sentinelha.it.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** A connection on which every byte is seen; a byte is a character here. */
public final class Wire implements AutoCloseable {

  /**
   * Sent behind every step. No server knows it, in any state of the connection, and the reply that
   * says so tells that those to the step are complete.
   */
  private static final String MARK = "mark-0123456789";

  private static final String MARK_REPLY =
      "-ERR unknown command '" + MARK + "', with args beginning with: \r\n";

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int CHUNK = 64 << 10;

  private final Socket socket = new Socket();
  private final StringBuilder received = new StringBuilder();
  private final byte[] chunk = new byte[CHUNK];

  public Wire(int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
  }

  /** Sends bytes as they are. */
  public Wire send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    return this;
  }

  /** Sends an inline request, and takes everything that it is answered. */
  public String ask(String step) throws IOException {
    String answer = send(step + "\r\n" + MARK + "\r\n").takeUntil(MARK_REPLY);
    return answer.endsWith(MARK_REPLY)
        ? answer.substring(0, answer.length() - MARK_REPLY.length())
        : answer;
  }

  /**
   * Takes what comes until these bytes have come; an end of the connection shows as {@code <end>}.
   */
  public String takeUntil(String end) throws IOException {
    int from = 0;
    while (true) {
      int found = received.indexOf(end, from);
      if (found >= 0) {
        return take(found + end.length());
      }
      from = Math.max(0, received.length() - end.length());
      if (!receive()) {
        return take(received.length()) + "<end>";
      }
    }
  }

  /** Takes what comes until the other end closes. */
  public String takeAll() throws IOException {
    boolean more = true;
    while (more) {
      more = receive();
    }
    return take(received.length());
  }

  private String take(int length) {
    String taken = received.substring(0, length);
    received.delete(0, length);
    return taken;
  }

  /** Whether anything came before the end. */
  private boolean receive() throws IOException {
    try {
      InputStream in = socket.getInputStream();
      int count = in.read(chunk);
      if (count > 0) {
        received.append(new String(chunk, 0, count, ISO_8859_1));
      }
      return count >= 0;
    } catch (SocketException e) {
      return false; // Reset: an end as well.
    }
  }

  /** Says that nothing more will be sent. */
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
