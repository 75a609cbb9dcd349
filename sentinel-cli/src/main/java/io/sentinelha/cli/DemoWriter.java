package io.sentinelha.cli;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One client that writes through Lettuce's Sentinel support, one acknowledged key after another.
 */
final class DemoWriter implements AutoCloseable {

  /** An acknowledged write. */
  record Write(int key, long nanos, int port) {}

  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();
  private static final long RETRY_NANOS = Duration.ofMillis(5).toNanos();

  private final RedisClient client;
  private final RedisURI sentinels;
  private final List<Write> writes = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "demo-writer");
  private volatile boolean stopped;

  DemoWriter(List<Integer> supervisorPorts) {
    RedisURI.Builder uri =
        RedisURI.Builder.sentinel("127.0.0.1", supervisorPorts.get(0), DemoGroup.NAME);
    supervisorPorts
        .subList(1, supervisorPorts.size())
        .forEach(port -> uri.withSentinel("127.0.0.1", port));
    this.sentinels = uri.withTimeout(Duration.ofSeconds(2)).build();
    this.client = RedisClient.create();
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .build());
    thread.start();
  }

  private void run() {
    int key = 0;
    while (!stopped) {
      try (StatefulRedisConnection<String, String> connection = client.connect(sentinels)) {
        RedisCommands<String, String> primary = connection.sync();
        int port = port(primary);
        while (!stopped) {
          primary.set("demo:" + ++key, Integer.toString(key));
          writes.add(new Write(key, System.nanoTime(), port));
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } catch (RedisException e) {
        LockSupport.parkNanos(RETRY_NANOS); // Where the primary is, the supervisors say anew.
      }
    }
  }

  private static int port(RedisCommands<String, String> node) {
    return Integer.parseInt(node.configGet("port").getOrDefault("port", "0"));
  }

  int count() {
    return writes.size();
  }

  void awaitWrites(int count) {
    awaitWrite(Optional.empty(), count);
  }

  /** The first write that another server acknowledged after a moment. */
  Write awaitFirstElsewhere(int port, long nanos) {
    return awaitWrite(Optional.of(new Write(0, nanos, port)), 0).orElseThrow();
  }

  private Optional<Write> awaitWrite(Optional<Write> notLike, int count) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < end) {
      Optional<Write> found =
          notLike.flatMap(
              old ->
                  writes.stream()
                      .filter(w -> w.nanos() > old.nanos() && w.port() != old.port())
                      .findFirst());
      if (found.isPresent() || (notLike.isEmpty() && writes.size() >= count)) {
        return found;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new Refusal(Refusal.FAILED, "no write was acknowledged within a minute");
  }

  /** When the last write before a moment was acknowledged. */
  long lastBefore(long nanos) {
    return writes.stream().mapToLong(Write::nanos).filter(n -> n < nanos).max().orElse(nanos);
  }

  /** How many acknowledged writes a server does not have. */
  long missingOn(int port) {
    RedisClient reader = RedisClient.create(DemoGroup.uri(port));
    try {
      RedisCommands<String, String> node = reader.connect().sync();
      return writes.stream()
          .filter(w -> !Integer.toString(w.key()).equals(node.get("demo:" + w.key())))
          .count();
    } finally {
      reader.shutdown(Duration.ZERO, Duration.ofMillis(200));
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(3_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The process is ending.
    }
    var unused = client.shutdownAsync(0, 200, TimeUnit.MILLISECONDS);
  }
}
