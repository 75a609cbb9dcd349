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
final class LettuceTest {

  @AutoClose private Group group;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    group = Group.start(Product.group(1_000), folder);
  }

  @Test
  void reconnectsToTheNewPrimary() throws IOException, InterruptedException {
    try (SentinelClient client = new LettuceSentinel(ClientSetup.of(group, ReadFrom.PRIMARY))) {
      Story story = new Story(group, client);
      story.primaryIsKilled();
      story.operatorOrdersASwitch();
    }
  }

  @Test
  void masterReplicaConnectionFollowsTheRoles() throws IOException, InterruptedException {
    try (SentinelClient client = new LettuceSentinel(ClientSetup.of(group, ReadFrom.REPLICAS))) {
      Story story = new Story(group, client);
      story.readsComeFromReplicas();
      story.primaryIsKilled();
      story.readsComeFromReplicas();
      story.operatorOrdersASwitch();
      story.readsComeFromReplicas();
    }
  }
}
