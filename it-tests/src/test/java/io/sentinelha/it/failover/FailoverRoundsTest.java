package io.sentinelha.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.SentinelWriter;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One group through several failovers: each leaves it as able to survive the next as before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FailoverRoundsTest {

  private static final int DOWN_AFTER_MILLIS = 1_000;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int STEADY_WRITES = 100;

  @AutoClose private Group group;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    group = Group.start(Product.group(DOWN_AFTER_MILLIS), folder);
  }

  /** What makes a primary fail, and what brings it back. */
  private interface Fault {
    void strike(ServerProcess primary) throws IOException, InterruptedException;

    void heal(ServerProcess former) throws IOException, InterruptedException;
  }

  private static final class Kill implements Fault {
    @Override
    public void strike(ServerProcess primary) throws InterruptedException {
      primary.kill();
    }

    @Override
    public void heal(ServerProcess former) throws IOException, InterruptedException {
      former.restart();
    }
  }

  private static final class Pause implements Fault {
    @Override
    public void strike(ServerProcess primary) throws IOException, InterruptedException {
      primary.pause();
    }

    @Override
    public void heal(ServerProcess former) throws IOException, InterruptedException {
      former.resume();
    }
  }

  @RepeatedTest(3)
  void killedPrimaryIsReplacedAndReturnsAsReplica() throws IOException, InterruptedException {
    survive(new Kill());
  }

  @Test
  void hangingPrimaryIsReplacedAndReturnsAsReplica() throws IOException, InterruptedException {
    survive(new Pause());
  }

  private void survive(Fault fault) throws IOException, InterruptedException {
    group.awaitHealthy(PATIENCE_MILLIS);
    ServerProcess failing = group.primary();
    List<Integer> supervisors = group.supervisors().stream().map(s -> s.port).toList();
    try (SentinelWriter writer = new SentinelWriter(supervisors, "to" + failing.port)) {
      Await.until(
          "writes go on", PATIENCE_MILLIS, () -> writer.acknowledged().size() >= STEADY_WRITES);

      long struck = System.nanoTime();
      fault.strike(failing);

      int primary = group.awaitSwitch(PATIENCE_MILLIS);
      Await.until(
          "writes go on at the new primary",
          PATIENCE_MILLIS,
          () -> writer.firstElsewhere(failing.port, struck).isPresent());
      fault.heal(failing);
      Await.until(
          "the former primary follows the new one",
          PATIENCE_MILLIS,
          () -> group.follows(failing.port, primary));
      group.awaitHealthy(PATIENCE_MILLIS);
      List<SentinelWriter.Acknowledged> all = writer.acknowledged();
      assertThat(all.get(all.size() - 1).port()).isEqualTo(primary);
    }
  }
}
