package io.sentinelha.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.it.Product;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Supervisors and servers ask for different passwords, of clients and of each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PasswordsTest {

  private static final Group.Secrets SECRETS = new Group.Secrets("for-supervisors", "for-servers");

  @AutoClose private Group group;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    List<String> login = List.of("sentinel auth-pass " + Group.NAME + " " + SECRETS.server());
    group = Group.start(Product.group(1_000, login, Optional.of(SECRETS)), folder);
  }

  private ClientSetup setup() {
    return ClientSetup.of(group, ReadFrom.PRIMARY);
  }

  @Test
  void supervisorTellsNothingWithoutThePassword() throws IOException {
    int port = group.supervisors().get(0).port;
    try (RespClient stranger = new RespClient(port, 1_000)) {
      RespValue reply = stranger.call("SENTINEL", "get-master-addr-by-name", Group.NAME);
      assertThat(reply).isInstanceOf(RespValue.ErrorReply.class);
    }
  }

  @Test
  void lettuceLogsInEverywhere() throws IOException, InterruptedException {
    try (SentinelClient client = new LettuceSentinel(setup())) {
      new Story(group, client).primaryIsKilled();
    }
  }

  @Test
  void jedisLogsInEverywhere() throws IOException, InterruptedException {
    try (SentinelClient client = new JedisSentinel(setup())) {
      new Story(group, client).primaryIsKilled();
    }
  }

  @Test
  void redissonLogsInEverywhere() throws IOException {
    try (SentinelClient client = new RedissonSentinel(setup())) {
      new Story(group, client).operatorOrdersASwitch();
    }
  }

  @Test
  void redisPyLogsInEverywhere() throws IOException, InterruptedException {
    try (SentinelClient client = PythonProgram.start(setup())) {
      new Story(group, client).primaryIsKilled();
    }
  }

  @Test
  void ioredisLogsInEverywhere() throws IOException, InterruptedException {
    try (SentinelClient client = NodeProgram.start("ioredis.js", setup())) {
      new Story(group, client).operatorOrdersASwitch();
    }
  }

  @Test
  void nodeRedisLogsInEverywhere() throws IOException, InterruptedException {
    try (SentinelClient client = NodeProgram.start("node-redis.js", setup())) {
      new Story(group, client).operatorOrdersASwitch();
    }
  }
}
