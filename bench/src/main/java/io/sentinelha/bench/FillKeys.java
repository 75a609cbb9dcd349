package io.sentinelha.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** Sets many keys of 10 bytes to values of 100 bytes, a thousand requests at a time. */
final class FillKeys {

  private static final int BATCH = 1_000;

  private FillKeys() {}

  static void fill(int port, int count) throws IOException {
    String value = "v".repeat(100);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream to = new BufferedOutputStream(socket.getOutputStream(), 1 << 18);
      InputStream from = socket.getInputStream();
      for (int i = 0; i < count; i++) {
        String request =
            String.format(
                Locale.ROOT, "*3\r\n$3\r\nSET\r\n$10\r\n%010d\r\n$100\r\n%s\r\n", i, value);
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
