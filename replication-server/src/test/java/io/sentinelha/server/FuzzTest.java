package io.sentinelha.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sentinelha.server.command.Families;
import io.sentinelha.server.config.ServerConfig;
import io.sentinelha.server.engine.TestEngine;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever strangers send, the server goes on: frames that are right, nearly right and nonsense,
 * cut anywhere, over connections that come and go. Meanwhile a well-behaved client gets right
 * answers.
 *
 * <p>{@code -Dfuzz.frames=N} and {@code -Dfuzz.seed=S} choose how many and which.
 */
final class FuzzTest {

  private static final long FRAMES = Long.getLong("fuzz.frames", 60_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int FRAMES_PER_CONNECTION = 2_000;

  private final List<String> commands =
      new TestEngine(Families.all())
          .engine.commands().all().stream()
              .filter(command -> !command.name().equals("shutdown"))
              .flatMap(
                  command ->
                      command.isContainer()
                          ? command.subcommands().stream()
                              .map(sub -> command.name() + " " + sub.name())
                          : java.util.stream.Stream.of(command.name()))
              // What would lock the test itself out, or stop the server by design.
              .filter(name -> !List.of("client pause", "acl setuser", "acl load").contains(name))
              .filter(name -> !List.of("config set", "client kill", "debug").contains(name))
              .filter(name -> !List.of("replicaof", "slaveof", "failover").contains(name))
              .toList();

  @TempDir Path folder;

  @Test
  void nonsenseNeitherStopsNorFillsTheServer() throws Exception {
    ServerConfig config =
        ServerConfig.of(
            List.of(
                "--port",
                "0",
                "--dir",
                folder.toString(),
                "--client-query-buffer-limit",
                "1mb",
                "--maxmemory",
                "64mb",
                "--maxmemory-policy",
                "allkeys-random",
                "--proto-max-bulk-len",
                "1mb",
                "--client-output-buffer-limit",
                "normal",
                "8mb",
                "0",
                "0"));
    try (DataServer server = DataServer.start(config, status -> {})) {
      int port = server.listen();
      try (RawClient witness = new RawClient(port)) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (long sent = 0; sent < FRAMES; sent += FRAMES_PER_CONNECTION) {
          Fuzzer fuzzer = new Fuzzer(random.split(), commands);
          fuzzer.run(port, (int) Math.min(FRAMES_PER_CONNECTION, FRAMES - sent));
          String value = Long.toString(sent);
          assertThat(witness.call("ECHO", value))
              .isEqualTo("$" + value.length() + "\r\n" + value + "\r\n");
        }
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> witness.call("INFO", "clients").contains("connected_clients:1\r\n"));
        assertThat(witness.call("INFO", "stats")).contains("unexpected_error_replies:0");
      }
    }
  }

  /** One connection full of frames. */
  private static final class Fuzzer {
    private final SplittableRandom random;
    private final List<String> commands;

    Fuzzer(SplittableRandom random, List<String> commands) {
      this.random = random;
      this.commands = commands;
    }

    void run(int port, int frames) throws Exception {
      int left = frames;
      while (left > 0) {
        Thread reader;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          socket.setSoTimeout(100);
          reader = new Thread(() -> drain(socket));
          reader.start();
          left = send(socket, left);
          // Half of the connections end in the middle of what they have to say.
          if (random.nextBoolean()) {
            reset(socket);
          }
        }
        reader.join();
      }
    }

    private static void reset(Socket socket) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // The server was quicker.
      }
    }

    private int send(Socket socket, int frames) {
      int left = frames;
      try {
        while (left > 0) {
          StringBuilder batch = new StringBuilder();
          int count = 1 + random.nextInt(50);
          for (int i = 0; i < count && left > 0; i++, left--) {
            batch.append(frame());
          }
          byte[] bytes = batch.toString().getBytes(ISO_8859_1);
          int cut = random.nextInt(bytes.length + 1);
          socket.getOutputStream().write(bytes, 0, cut);
          socket.getOutputStream().write(bytes, cut, bytes.length - cut);
        }
      } catch (IOException e) {
        return left; // Cut off, as it deserves; the rest goes over the next connection.
      }
      return left;
    }

    private static void drain(Socket socket) {
      byte[] sink = new byte[1 << 16];
      try (InputStream in = socket.getInputStream()) {
        while (true) {
          try {
            if (in.read(sink) < 0) {
              return;
            }
          } catch (java.net.SocketTimeoutException e) {
            if (socket.isClosed()) {
              return;
            }
          }
        }
      } catch (IOException e) {
        // Closed by either side.
      }
    }

    private String frame() {
      return switch (random.nextInt(20)) {
        case 0 -> garbage(random.nextInt(40));
        case 1 -> line() + "\r\n";
        case 2 -> mutated(command());
        case 3 -> "*" + number() + "\r\n";
        case 4 -> "*" + random.nextInt(5) + "\r\n$" + number() + "\r\n" + garbage(5) + "\r\n";
        case 5 -> "*-1\r\n*0\r\n\r\n";
        default -> command();
      };
    }

    private String command() {
      String name = commands.get(random.nextInt(commands.size()));
      String[] words = name.split(" ");
      int more = random.nextInt(6);
      StringBuilder frame = new StringBuilder("*" + (words.length + more) + "\r\n");
      for (String word : words) {
        bulk(frame, random.nextInt(8) == 0 ? word.toUpperCase(java.util.Locale.ROOT) : word);
      }
      for (int i = 0; i < more; i++) {
        bulk(frame, argument());
      }
      return frame.toString();
    }

    private static void bulk(StringBuilder frame, String text) {
      frame.append('$').append(text.length()).append("\r\n").append(text).append("\r\n");
    }

    private String argument() {
      return switch (random.nextInt(10)) {
        case 0 -> garbage(random.nextInt(20));
        case 1 -> number();
        case 2 -> "";
        case 3 -> "x".repeat(random.nextInt(3_000));
        case 4 ->
            List.of("EX", "PX", "NX", "MATCH", "COUNT", "LIMIT", "WITHSCORES", "GET", "*")
                .get(random.nextInt(9));
        case 5 -> Integer.toString(random.nextInt(10));
        default -> "k" + random.nextInt(30);
      };
    }

    private String number() {
      return switch (random.nextInt(6)) {
        case 0 -> Long.toString(random.nextLong());
        case 1 -> "99999999999999999999";
        case 2 -> "-" + random.nextInt(10);
        case 3 -> random.nextInt(100) + "." + random.nextInt(100);
        case 4 -> Integer.toString(random.nextInt());
        default -> Integer.toString(random.nextInt(2_000_000));
      };
    }

    private String line() {
      return "\"".repeat(random.nextInt(3)) + garbage(random.nextInt(60)).replace('\n', ' ');
    }

    private String garbage(int length) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append((char) random.nextInt(256));
      }
      return text.toString();
    }

    private String mutated(String frame) {
      StringBuilder text = new StringBuilder(frame);
      for (int i = random.nextInt(4); i >= 0 && text.length() > 0; i--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(256));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, (char) random.nextInt(256));
        }
      }
      return text.toString();
    }
  }
}
