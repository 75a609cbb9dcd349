package io.sentinelha.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.sentinelha.bench.Ports;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Usual clients work with the bundled server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DataServerTest {

  @AutoClose private ServerProcess server;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    int port = Ports.free(1).get(0);
    server =
        ServerProcess.start(
            List.of(Product.launcher(), "server", "--port", Integer.toString(port)),
            folder,
            "data",
            port);
    await()
        .atMost(Duration.ofMinutes(5)) // The launcher may have to build first.
        .until(
            () -> {
              try (Jedis client = new Jedis("127.0.0.1", port)) {
                return client.ping().equals("PONG");
              } catch (JedisConnectionException e) {
                return false;
              }
            });
  }

  @Test
  void jedisWorksWithTheServer() {
    try (Jedis client = new Jedis("127.0.0.1", server.port)) {
      assertThat(client.set("jedis", "1")).isEqualTo("OK");
      assertThat(client.incr("jedis")).isEqualTo(2);
      assertThat(client.mget("jedis", "nosuch")).containsExactly("2", null);
      Transaction transaction = client.multi();
      transaction.append("jedis", "3");
      assertThat(transaction.exec()).containsExactly(2L);
      assertThat(client.info("server")).contains("redis_version");
      assertThat(client.aclWhoAmI()).isEqualTo("default");
    }
  }

  @Test
  void lettuceWorksWithTheServer() {
    RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", server.port));
    try {
      RedisCommands<String, String> commands = client.connect().sync();
      assertThat(commands.set("lettuce", "1")).isEqualTo("OK");
      assertThat(commands.incr("lettuce")).isEqualTo(2);
      assertThat(commands.keys("lett*")).containsExactly("lettuce");
      commands.multi();
      commands.append("lettuce", "3");
      assertThat(commands.exec().<Long>get(0)).isEqualTo(2);
      assertThat(commands.commandCount()).isGreaterThan(100);
      assertThat(commands.configGet("maxmemory")).containsEntry("maxmemory", "0");
    } finally {
      client.shutdown();
    }
  }

  @Test
  void redisPyWorksWithTheServer() throws Exception {
    assertThat(PythonProgram.run("data.py", Integer.toString(server.port)).output())
        .isEqualTo("ok\n");
  }

  @Test
  void ioredisWorksWithTheServer() throws Exception {
    assertThat(NodeProgram.run("data.js", Integer.toString(server.port)).output())
        .isEqualTo("ok\n");
  }
}
