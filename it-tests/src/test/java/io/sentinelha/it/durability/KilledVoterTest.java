package io.sentinelha.it.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Ports;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A supervisor is killed again and again while candidates ask it for votes. {@code -Dkills=200}
 * makes it many times, {@code -Dkills.seed=N} repeats the draws of an earlier run.
 */
class KilledVoterTest {

  private static final int KILLS = Integer.getInteger("kills", 15);
  private static final long SEED = Long.getLong("kills.seed", System.nanoTime());

  /** One kill in so many comes before the supervisor is ready. */
  private static final int STARTS_PER_EARLY_KILL = 5;

  private static final int LONGEST_START_MILLIS = 1_500;
  private static final int LONGEST_LIFE_MILLIS = 300;
  private static final int VOTES_ASKED_AGAIN = 3;

  @TempDir Path folder;

  @Test
  void voterThatIsKilledNeverGivesTwoVotesInOneEpochNorForgetsOne(TestReporter reporter)
      throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    Witness witness = new Witness();
    List<Integer> ports = Ports.free(2);
    int early = 0;
    try (ServerProcess primary = startPrimary(ports.get(1));
        Hellos hellos = Hellos.listen(primary.port, witness);
        Voter voter = Voter.start(folder, folder, ports.get(0), primary.port)) {
      voter.awaitReady();
      String id = voter.id();
      for (int kill = 1; kill <= KILLS; kill++) {
        boolean isEarly = random.nextInt(STARTS_PER_EARLY_KILL) == 0;
        if (isEarly) {
          early++;
          kill(voter, random.nextInt(LONGEST_START_MILLIS));
        } else {
          voter.awaitReady();
          assertThat(voter.id()).isEqualTo(id);
          askAgain(voter, witness);
          long before = witness.votes();
          Canvass canvass = Canvass.begin(voter, witness, random);
          Await.until("a vote", Voter.START_MILLIS, () -> witness.votes() > before);
          kill(voter, random.nextInt(LONGEST_LIFE_MILLIS));
          canvass.awaitEnd();
        }
        witness.heardCurrentEpoch("file after kill " + kill, voter.savedEpoch());
        assertThat(witness.contradictions()).as("kill %d, seed %d", kill, SEED).isEmpty();
        voter.restart();
      }
      voter.awaitReady();
      askAgain(voter, witness);
      hellos.awaitAnother();
      assertThat(witness.contradictions()).as("after the last kill, seed %d", SEED).isEmpty();
      reporter.publishEntry(
          "%d kills, %d of them at start; %d answers, %d epochs with a vote, %d hellos; seed %d"
              .formatted(KILLS, early, witness.answers(), witness.votes(), hellos.count(), SEED));
      assertThat(witness.votes()).as("votes heard").isGreaterThanOrEqualTo(KILLS - early);
    }
  }

  /** A rival wants the votes that others got before the kill. */
  private static void askAgain(Voter voter, Witness witness) throws IOException {
    try (RespClient client = voter.connect()) {
      for (long epoch : witness.latestVotes(VOTES_ASKED_AGAIN).keySet()) {
        witness.heardAfterRestart(epoch, voter.ask(client, epoch, Canvass.candidate(99)));
      }
    }
  }

  private static void kill(Voter voter, int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis); // Not a wait for anything: the instant is drawn.
    voter.kill();
  }

  private ServerProcess startPrimary(int port) throws IOException {
    Path home = Files.createDirectories(folder.resolve("primary"));
    ServerProcess primary =
        ServerProcess.start(
            List.of("redis-server", "--port", Integer.toString(port), "--save", ""),
            home,
            "primary",
            port);
    Await.until(
        "the primary answers",
        Voter.START_MILLIS,
        () -> {
          try (RespClient client = new RespClient(port, 500)) {
            return RespClient.text(client.call("PING")).equals("PONG");
          }
        });
    return primary;
  }
}
