package io.sentinelha.it.clients;

import io.sentinelha.bench.Group;
import io.sentinelha.it.Product;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JedisTest {

  @AutoClose private Group group;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    group = Group.start(Product.group(1_000), folder);
  }

  @Test
  void poolFollowsThePrimary() throws IOException, InterruptedException {
    try (JedisSentinel client = new JedisSentinel(ClientSetup.of(group, ReadFrom.PRIMARY))) {
      Story story = new Story(group, client);
      story.primaryIsKilled();
      story.operatorOrdersASwitch();
    }
  }

  @Test
  void subscribedPoolIsToldOfASwitch() throws IOException {
    try (JedisSentinel client = new JedisSentinel(ClientSetup.of(group, ReadFrom.PRIMARY))) {
      new Story(group, client)
          .unusedClientIsToldOfASwitch(primary -> client.believedPrimary() == primary);
    }
  }
}
