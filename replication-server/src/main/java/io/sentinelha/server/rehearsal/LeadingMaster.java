package io.sentinelha.server.rehearsal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** A master that the server follows: sends it a dump, and then a stream with an interruption. */
final class LeadingMaster implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int BATCHES = 200;
  private static final int BATCH = 16;
  private static final long PAUSE_NANOS = 1_000_000;
  private static final String MARK = "e".repeat(40);

  private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final String history;
  private final byte[] dump;
  private final Requests requests = new Requests();
  private long offset;

  /**
   * Begins to listen.
   *
   * @param history 40 hexadecimal digits
   */
  LeadingMaster(String history, byte[] dump) throws IOException {
    this.history = history;
    this.dump = dump;
    listening.setSoTimeout(PATIENCE_MILLIS);
  }

  int port() {
    return listening.getLocalPort();
  }

  /**
   * Leads whoever comes, until it has everything.
   *
   * @throws IOException if nobody comes, or it goes away or falls silent before
   */
  void lead() throws IOException {
    serve("+FULLRESYNC " + history + " 0", true);
    serve("+CONTINUE " + history, false);
  }

  private void serve(String answer, boolean full) throws IOException {
    try (Socket socket = listening.accept()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      String word = "";
      while (!word.equals("PSYNC")) {
        word = request(in)[0];
        String reply =
            switch (word) {
              case "PING" -> "+PONG";
              case "PSYNC" -> answer;
              default -> "+OK";
            };
        out.write((reply + "\r\n").getBytes(US_ASCII));
      }
      if (full) {
        out.write(("$EOF:" + MARK + "\r\n").getBytes(US_ASCII));
        out.write(dump);
        out.write(MARK.getBytes(US_ASCII));
      }
      awaitAck(in, offset);
      for (int i = 0; i < BATCHES; i++) {
        for (int j = 0; j < BATCH; j++) {
          requests.addWrite();
        }
        stream(out);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      long asked = offset;
      requests.add("REPLCONF", "GETACK", "*");
      stream(out);
      awaitAck(in, asked);
    }
  }

  private void stream(OutputStream out) throws IOException {
    byte[] bytes = requests.take();
    offset += bytes.length;
    out.write(bytes);
  }

  private static void awaitAck(InputStream in, long least) throws IOException {
    String[] words = request(in);
    while (words.length < 3 || !words[1].equals("ACK") || Long.parseLong(words[2]) < least) {
      words = request(in);
    }
  }

  private static String[] request(InputStream in) throws IOException {
    String line = line(in);
    while (line.isEmpty()) { // While it loads.
      line = line(in);
    }
    String[] words = new String[Integer.parseInt(line.substring(1))];
    for (int i = 0; i < words.length; i++) {
      int length = Integer.parseInt(line(in).substring(1));
      words[i] = new String(in.readNBytes(length), US_ASCII);
      line(in);
    }
    return words;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server has gone away");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
