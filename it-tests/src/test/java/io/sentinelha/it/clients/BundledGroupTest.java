package io.sentinelha.it.clients;

import io.sentinelha.bench.Group;
import io.sentinelha.it.DataServers;
import io.sentinelha.it.Product;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What libraries do with replicas, they do with those of the bundled server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BundledGroupTest {

  @AutoClose private Group group;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    group = Group.start(Product.group(1_000, DataServers.BUNDLED.commands()), folder);
  }

  @Test
  void lettuceMasterReplicaReadsFromReplicasBeforeAndAfterAFailover()
      throws IOException, InterruptedException {
    try (SentinelClient client = new LettuceSentinel(setup())) {
      readsComeFromReplicasBeforeAndAfterAFailover(client);
    }
  }

  @Test
  void redisPySlaveForReadsFromReplicasBeforeAndAfterAFailover()
      throws IOException, InterruptedException {
    try (SentinelClient client = PythonProgram.start(setup())) {
      readsComeFromReplicasBeforeAndAfterAFailover(client);
    }
  }

  @Test
  void ioredisRoleSlaveReadsFromReplicasBeforeAndAfterAFailover()
      throws IOException, InterruptedException {
    try (SentinelClient client = NodeProgram.start("ioredis.js", setup())) {
      readsComeFromReplicasBeforeAndAfterAFailover(client);
    }
  }

  private ClientSetup setup() {
    return ClientSetup.of(group, ReadFrom.REPLICAS);
  }

  private void readsComeFromReplicasBeforeAndAfterAFailover(SentinelClient client)
      throws IOException, InterruptedException {
    Story story = new Story(group, client);
    story.readsComeFromReplicas();
    story.primaryIsKilled();
    story.readsComeFromReplicas();
  }
}
