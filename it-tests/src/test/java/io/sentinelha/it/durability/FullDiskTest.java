package io.sentinelha.it.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Ports;
import io.sentinelha.bench.RespClient;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of a supervisor has no room left. */
class FullDiskTest {

  private static final String FIRST = Canvass.candidate(1);
  private static final String SECOND = Canvass.candidate(2);

  @TempDir Path folder;

  private final List<Voter> started = new ArrayList<>();
  private SmallDisk disk;
  private Voter voter;

  @BeforeEach
  void fillTheDiskAfterOneVote() throws Exception {
    disk = new SmallDisk(folder.resolve("disk"));
    disk.mount();
    List<Integer> ports = Ports.free(2);
    voter = Voter.start(disk.folder(), folder, ports.get(0), ports.get(1));
    started.add(voter);
    voter.awaitReady();
    assertThat(ask(5, FIRST)).isEqualTo(new Vote(FIRST, 5));
    disk.fill();
  }

  @AfterEach
  void clear() throws Exception {
    for (Voter running : started) {
      running.kill();
    }
    disk.unmount();
  }

  @Test
  void voteThatCannotBeSavedIsNotClaimed() throws Exception {
    byte[] file = Files.readAllBytes(voter.conf());

    assertThat(ask(6, FIRST)).isEqualTo(new Vote(Vote.NOBODY, 5));
    assertThat(ask(6, SECOND)).isEqualTo(new Vote(Vote.NOBODY, 5));
    assertThat(ask(5, SECOND).epoch()).as("the vote of before").isEqualTo(5);

    assertThat(voter.log()).contains("-state-save-failed", "No space left");
    assertThat(voter.conf()).as("the old file").hasBinaryContent(file);
  }

  @Test
  void orderThatCannotBeSavedIsAnsweredWithAnError() throws Exception {
    try (RespClient client = voter.connect()) {
      RespValue reply = client.call("SENTINEL", "SET", Voter.PRIMARY, "quorum", "1");
      assertThat(reply).isInstanceOf(RespValue.ErrorReply.class);
    }
  }

  @Test
  void voterRecoversWhenThereIsRoomAgain() throws Exception {
    assertThat(ask(6, FIRST).namesSomebody()).isFalse();

    disk.free();
    Await.until("it votes again", Voter.START_MILLIS, () -> ask(6, SECOND).namesSomebody());
    Vote given = ask(6, SECOND);
    assertThat(given.epoch()).isEqualTo(6);
    assertThat(voter.savedEpoch()).isEqualTo(6);
    assertThat(voter.log()).as("the end of the trouble").contains("+state-saved");

    voter.kill();
    voter.restart();
    voter.awaitReady();
    assertThat(ask(6, Canvass.candidate(3))).isEqualTo(new Vote(Vote.NOBODY, 6));
    assertThat(ask(7, SECOND)).isEqualTo(new Vote(SECOND, 7));
  }

  @Test
  void voterThatWasKilledOnAFullDiskComesUpWithWhatItHadSaved() throws Exception {
    String id = voter.id();
    assertThat(ask(6, FIRST).namesSomebody()).isFalse();

    voter.kill();
    voter.restart();
    voter.awaitReady();

    assertThat(voter.id()).isEqualTo(id);
    assertThat(ask(5, SECOND)).isEqualTo(new Vote(Vote.NOBODY, 5));
  }

  private Vote ask(long epoch, String candidate) throws IOException {
    try (RespClient client = voter.connect()) {
      return voter.ask(client, epoch, candidate);
    }
  }
}
