package io.sentinelha.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.config.ServerConfig;
import io.sentinelha.server.engine.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replies equal those of a real server, byte for byte. */
final class RepliesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "conversation.txt,2",
    "conversation.txt,3",
    "conversation-more.txt,2",
    "conversation-more.txt,3"
  })
  void repliesEqualThoseOfARealServer(String resource, String protocol) throws Exception {
    List<String> real = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    try (RealServer redis = RealServer.start(folder);
        DataServer server =
            DataServer.start(
                ServerConfig.of(List.of("--port", "0", "--enable-debug-command", "yes")),
                status -> {})) {
      talk(redis.port(), lines(resource), protocol, real);
      talk(server.listen(), lines(resource), protocol, ours);
    }
    assertThat(ours).isEqualTo(real);
  }

  private static void talk(int port, List<String> lines, String protocol, List<String> transcript)
      throws IOException {
    RawClient client = new RawClient(port);
    for (String line : lines) {
      if (line.equals("---")) {
        client.close();
        client = new RawClient(port);
        client.call("FLUSHALL");
        if (protocol.equals("3")) {
          client.call("HELLO", protocol);
        }
      } else {
        String[] words = words(line);
        transcript.add(line + " -> " + client.call(words));
        if (words[0].endsWith("subscribe") && words.length > 2) {
          transcript.add(client.receive());
        }
      }
    }
    client.close();
  }

  private static String[] words(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    byte[][] words = Words.split(bytes, 0, bytes.length);
    if (words == null) {
      throw new IllegalArgumentException(line);
    }
    return Arrays.stream(words).map(word -> new String(word, UTF_8)).toArray(String[]::new);
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in = RepliesTest.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no conversation");
      }
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
