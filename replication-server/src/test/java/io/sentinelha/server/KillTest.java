package io.sentinelha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed at any instant has after the next start what it has answered. How often
 * it is tried is said by {@code -Dkill.rounds}, when it dies by {@code -Dkill.seed}.
 */
final class KillTest {

  private static final int ROUNDS = Integer.getInteger("kill.rounds", 3);
  private static final long SEED = Long.getLong("kill.seed", 1);
  private static final int WRITERS = 4;

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(SEED);

  /** A server as a process of its own. */
  private final class Victim implements AutoCloseable {
    final int port;
    final Process process;

    Victim(String sync) throws IOException {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ServerMain.class.getName(),
                  "--port",
                  Integer.toString(port),
                  "--dir",
                  folder.toString(),
                  "--save",
                  "",
                  "--appendonly",
                  "yes",
                  "--appendfsync",
                  sync,
                  "--auto-aof-rewrite-min-size",
                  "20kb")
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()))
              .start();
      await().atMost(Duration.ofSeconds(60)).until(this::answers);
    }

    private boolean answers() {
      try (RawClient client = new RawClient(port)) {
        return client.call("PING").equals("+PONG\r\n");
      } catch (IOException e) {
        assertThat(process.isAlive()).as("the server lives").isTrue();
        return false; // Not yet.
      }
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Counts a key of its own up, one by one, until the server is gone. */
  private static final class Writer extends Thread {
    final String key;
    final AtomicLong sent = new AtomicLong();
    final AtomicLong answered = new AtomicLong();
    final AtomicBoolean wrong = new AtomicBoolean();
    private final int port;

    Writer(String key, long from, int port) {
      this.key = key;
      this.port = port;
      sent.set(from);
      answered.set(from);
    }

    @Override
    public void run() {
      try (RawClient client = new RawClient(port)) {
        while (true) {
          long next = sent.incrementAndGet();
          String reply = client.call("INCR", key);
          if (!reply.equals(":" + next + "\r\n")) {
            wrong.set(true);
            return;
          }
          answered.set(next);
        }
      } catch (IOException e) {
        assertThat(e).isNotNull(); // It was killed.
      }
    }
  }

  @Test
  void nothingThatWasAnsweredIsMissingWithAlways() throws Exception {
    kill("always", Duration.ZERO);
  }

  @Test
  void atMostTheLastSecondsAreMissingWithEverySecond() throws Exception {
    kill("everysec", Duration.ofSeconds(2));
  }

  /**
   * Writes, kills, looks.
   *
   * @param window before the death, whose answers may be lost
   */
  private void kill(String sync, Duration window) throws Exception {
    long[] counts = new long[WRITERS];
    for (int round = 0; round < ROUNDS; round++) {
      List<Writer> writers = new ArrayList<>();
      long[] safe = new long[WRITERS];
      try (Victim server = new Victim(sync)) {
        for (int i = 0; i < WRITERS; i++) {
          Writer writer = new Writer("count:" + i, counts[i], server.port);
          writers.add(writer);
          writer.start();
        }
        // The instant of death is what the test is about.
        await().pollDelay(Duration.ofMillis(random.nextLong(20, 900))).until(() -> true);
        for (int i = 0; i < WRITERS; i++) {
          safe[i] = writers.get(i).answered.get();
        }
        if (!window.isZero()) {
          await().pollDelay(window).until(() -> true);
        }
      }
      for (int i = 0; i < WRITERS; i++) {
        writers.get(i).join();
        assertThat(writers.get(i).wrong).as("seed %s, round %s", SEED, round).isFalse();
        safe[i] = window.isZero() ? writers.get(i).answered.get() : safe[i];
      }
      try (Victim server = new Victim(sync);
          RawClient client = new RawClient(server.port)) {
        for (int i = 0; i < WRITERS; i++) {
          String reply = client.call("GET", writers.get(i).key);
          long found = reply.startsWith("$-1") ? 0 : Long.parseLong(reply.split("\r\n")[1]);
          assertThat(found)
              .as("seed %s, round %s", SEED, round)
              .isBetween(safe[i], writers.get(i).sent.get());
          counts[i] = found;
        }
      }
    }
  }
}
