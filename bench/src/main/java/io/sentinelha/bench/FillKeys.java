package io.sentinelha.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** Sets many keys of 10 bytes, a thousand requests at a time. */
final class FillKeys {

  private static final int BATCH = 1_000;

  private FillKeys() {}

  /** Sets them to values of 100 bytes. */
  static void fill(int port, int count) throws IOException {
    fill(port, count, 100);
  }

  static void fill(int port, int count, int valueBytes) throws IOException {
    String value = "v".repeat(valueBytes);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream to = new BufferedOutputStream(socket.getOutputStream(), 1 << 18);
      InputStream from = socket.getInputStream();
      for (int i = 0; i < count; i++) {
        String request =
            String.format(
                Locale.ROOT,
                "*3\r\n$3\r\nSET\r\n$10\r\n%010d\r\n$%d\r\n%s\r\n",
                i,
                valueBytes,
                value);
        to.write(request.getBytes(US_ASCII));
        if ((i + 1) % BATCH == 0) {
          to.flush();
          from.readNBytes(BATCH * "+OK\r\n".length());
        }
      }
      to.flush();
      from.readNBytes(count % BATCH * "+OK\r\n".length());
    }
  }
}
