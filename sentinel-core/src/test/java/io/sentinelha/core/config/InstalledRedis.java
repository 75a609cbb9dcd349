package io.sentinelha.core.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code redis-server} of this machine as a data server. */
final class InstalledRedis {

  private InstalledRedis() {}

  /** The names of all its directives, as {@code CONFIG GET *} gives them. */
  static List<String> directives(Path folder) throws InterruptedException {
    Path socket = folder.resolve("data.sock");
    Process server = null;
    try {
      server =
          new ProcessBuilder(
                  "redis-server", "--port", "0", "--save", "", "--unixsocket", socket.toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("data.log").toFile())
              .start();
      while (server.isAlive() && !Files.exists(socket)) {
        Thread.sleep(5);
      }
      return ask(socket);
    } catch (IOException e) {
      throw new UncheckedIOException("these tests need redis-server on the PATH", e);
    } finally {
      if (server != null) {
        server.destroyForcibly().waitFor();
      }
    }
  }

  private static List<String> ask(Path socket) throws IOException {
    List<String> names = new ArrayList<>();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap("CONFIG GET *\r\n".getBytes(StandardCharsets.US_ASCII)));
      BufferedReader reply =
          new BufferedReader(
              Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), 1 << 16));
      int count = Integer.parseInt(reply.readLine().substring(1));
      for (int i = 0; i < count; i++) {
        reply.readLine(); // The length.
        String text = reply.readLine();
        if (i % 2 == 0) {
          names.add(text);
        }
      }
    }
    return names;
  }
}
