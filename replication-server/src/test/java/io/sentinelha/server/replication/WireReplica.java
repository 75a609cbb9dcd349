package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A replica that is a socket and says byte for byte what a test tells it to. */
final class WireReplica implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  WireReplica(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends words parted by blanks. */
  void send(String words) throws IOException {
    String[] all = words.split(" ");
    StringBuilder request = new StringBuilder("*" + all.length + "\r\n");
    for (String word : all) {
      request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    raw(request.toString());
  }

  void raw(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
  }

  /** The next line, without newlines that only keep the link awake. */
  String line() throws IOException {
    String line = anyLine();
    while (line.isEmpty()) {
      line = anyLine();
    }
    return line;
  }

  private String anyLine() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed by the server after '" + line + "'");
      }
      if (next == '\n') {
        return line.toString().replace("\r", "");
      }
      line.append((char) next);
    }
  }

  /** The next bytes. */
  String bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new IOException("closed by the server after " + bytes.length + " of " + count);
    }
    return new String(bytes, ISO_8859_1);
  }

  /** Everything up to a text, which is left out. */
  String upTo(String end) throws IOException {
    StringBuilder all = new StringBuilder();
    while (all.length() < end.length() || all.indexOf(end, all.length() - end.length()) < 0) {
      all.append(bytes(1));
    }
    return all.substring(0, all.length() - end.length());
  }

  /** Whether nothing comes for so long. */
  boolean isSilent(int millis) throws IOException {
    socket.setSoTimeout(millis);
    in.mark(1);
    try {
      int next = in.read();
      in.reset();
      return next < 0;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** Whether the server has closed the connection; waits for it to say anything. */
  boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException e) {
      return true;
    }
  }

  /** Says who it is, and what it can. */
  void introduce(int port) throws IOException {
    send("REPLCONF listening-port " + port);
    send("REPLCONF capa eof capa psync2");
    line();
    line();
  }

  /** Takes a whole snapshot without a known length; returns the offset that it belongs to. */
  Synced fullSync() throws IOException {
    return fullSync(7000);
  }

  /** As {@link #fullSync()}, by a replica that says that it listens there. */
  Synced fullSync(int port) throws IOException {
    introduce(port);
    send("PSYNC ? -1");
    String[] answer = line().split(" ");
    String mark = line().substring("$EOF:".length());
    String dump = upTo(mark);
    return new Synced(answer[1], Long.parseLong(answer[2]), dump);
  }

  /** A full synchronisation. */
  record Synced(String id, long offset, String dump) {}

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
