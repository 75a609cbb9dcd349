package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A master that says what a test tells it to, byte by byte. */
final class FakeMaster implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 40_000;

  private final ServerSocket listener;
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();

  FakeMaster() throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(PATIENCE_MILLIS);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Waits for a replica to connect. */
  FakeMaster accept() throws IOException {
    socket.close();
    socket = listener.accept();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    return this;
  }

  /** Whether nobody connects for so long. */
  boolean isLeftAlone(int millis) throws IOException {
    listener.setSoTimeout(millis);
    try {
      listener.accept().close();
      return false;
    } catch (java.net.SocketTimeoutException e) {
      return true;
    } finally {
      listener.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** The next command of the replica, parted by blanks; newlines before it are left out. */
  String command() throws IOException {
    String header = line();
    while (header.isEmpty()) {
      header = line();
    }
    if (!header.startsWith("*")) {
      return header;
    }
    int count = Integer.parseInt(header.substring(1));
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = Integer.parseInt(line().substring(1));
      words.add(new String(in.readNBytes(length), ISO_8859_1));
      line();
    }
    return String.join(" ", words);
  }

  private String line() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("closed by the replica");
      }
      text.append((char) next);
    }
    return text.toString().strip();
  }

  /** Waits for the next acknowledgement of this offset, or a later one. */
  long acknowledged(long offset) throws IOException {
    while (true) {
      String command = command();
      if (command.startsWith("REPLCONF ACK ")) {
        long told = Long.parseLong(command.substring("REPLCONF ACK ".length()));
        if (told >= offset) {
          return told;
        }
      }
    }
  }

  /** Whether the replica has closed the connection; waits for it. */
  boolean isClosed() {
    try {
      while (in.read() >= 0) {
        // Acknowledgements may come before.
      }
      return true;
    } catch (IOException e) {
      return true;
    }
  }

  FakeMaster send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  FakeMaster send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** A command as an array of bulk strings. */
  static String encoded(String words) {
    String[] all = words.split(" ", -1);
    StringBuilder text = new StringBuilder("*" + all.length + "\r\n");
    for (String word : all) {
      text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return text.toString();
  }

  /** Answers everything up to PSYNC, which it returns. */
  String greet() throws IOException {
    for (String command = command(); ; command = command()) {
      if (command.startsWith("PSYNC")) {
        return command;
      }
      send(command.equals("PING") ? "+PONG\r\n" : "+OK\r\n");
    }
  }

  /** Cuts the connection. */
  FakeMaster cut() throws IOException {
    socket.close();
    return this;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    listener.close();
  }
}
