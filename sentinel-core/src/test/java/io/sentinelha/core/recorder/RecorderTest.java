package io.sentinelha.core.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelha.core.engine.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the folder, and what never is. */
final class RecorderTest {

  private static final String VERSION = "1.2.3";

  @TempDir private Path folder;

  private ReplayReport replay() throws IOException {
    return Replay.run(folder, Optional.empty(), VERSION, Replay.Listener.NONE);
  }

  @Test
  void aReplayHasTheSameEffectsAtEveryStep() throws IOException {
    List<String> then;
    try (Flight flight = Flight.into(folder)) {
      flight.fly(60_000);
      then = flight.announced();
    }
    List<String> now = new ArrayList<>();
    ReplayReport report = Replay.run(folder, Optional.empty(), VERSION, Flight.listener(now));

    assertThat(report.difference()).isEmpty();
    assertThat(report.problems()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.compared()).isGreaterThan(100);
    assertThat(now).isEqualTo(then).anyMatch(line -> line.startsWith("+sdown"));
  }

  @Test
  void theFolderStaysWithinItsBoundAndWhatIsLeftCanBeReplayed() throws IOException {
    try (Flight flight = Flight.into(folder, 1)) {
      flight.fly(12_000_000);
    }
    long size = 0;
    for (Path file : SegmentFolder.list(folder)) {
      size += Files.size(file);
    }
    assertThat(size).isLessThanOrEqualTo(1 << 20).isGreaterThan(1 << 19);
    assertThat(folder.resolve("segment-00000001.rec")).doesNotExist();

    ReplayReport report = replay();
    assertThat(report.isFaithful()).as(report.toString()).isTrue();
    assertThat(report.checkpoints()).isEqualTo(report.segments() - 1).isPositive();
    String last = Long.toString(SegmentFolder.number(SegmentFolder.list(folder).get(5)));
    assertThat(Replay.run(folder, Optional.of(last), VERSION, Replay.Listener.NONE))
        .satisfies(r -> assertThat(r.isFaithful()).isTrue())
        .satisfies(r -> assertThat(r.segments()).isLessThan(report.segments()));
  }

  @Test
  void filesAreForTheOwnerAlone() throws IOException {
    Path inside = folder.resolve("made/here");
    try (Flight flight = Flight.into(inside)) {
      flight.fly(1_000);
    }
    assertThat(Files.getPosixFilePermissions(inside))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(SegmentFolder.list(inside).get(0)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void noPasswordIsEverInIt() throws IOException {
    try (Flight flight = Flight.withPassword(folder, "pw-of-the-start")) {
      flight.fly(2_000);
      flight.feed(new Event.Set(1, "p", List.of("AUTH-PASS", "pw-of-set", "auth-user", "bob")));
      flight.feed(new Event.Set(2, "p", List.of("auth-pass", "pw-\u0001control")));
      flight.feed(new Event.Set(3, "p", List.of("nosuch", "auth-pass", "pw-misplaced")));
      flight.feed(new Event.Set(4, "p", List.of("auth-pss", "pw-typo")));
      flight.feed(new Event.Set(4, "p", List.of("pw-wrong-place", "3")));
      flight.feed(new Event.Set(4, "p", List.of("quorum", "pw-for-a-number")));
      flight.feed(
          new Event.ChangeIdentity(
              4,
              Optional.empty(),
              Optional.empty(),
              Optional.of("eve"),
              Optional.of("pw-of-peers")));
      flight.fly(2_000);
      flight.feed(new Event.Set(5, "p", List.of("auth-pass", "")));
      flight.fly(2_000);
    }
    for (Path file : SegmentFolder.list(folder)) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .contains("redacted:")
          .doesNotContain("pw-");
    }
    ReplayReport report = replay();
    assertThat(report.isFaithful()).as(report.toString()).isTrue();
  }

  @Test
  void aFolderBelongsToOneRecorder() throws IOException {
    try (Flight flight = Flight.into(folder)) {
      flight.fly(10);
      assertThatThrownBy(() -> Flight.into(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another supervisor records into it")
          .hasMessageContaining(folder.toString());
    }
    try (Flight again = Flight.into(folder)) {
      again.fly(1_000);
    }
    ReplayReport report = replay();
    assertThat(report.isFaithful()).isTrue();
    assertThat(report.notes()).singleElement().asString().contains("started again");
  }

  @Test
  void whatIsNoFolderIsRefusedAtTheStart() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> Flight.into(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--record needs a folder");
  }

  @Test
  void aLimitThatCannotHoldTheStateStopsTheRecorderAndNothingElse() throws IOException {
    try (Flight flight = Flight.withPrimaries(folder, 1, 2_000)) {
      flight.fly(1_000);
      assertThat(flight.announced()).isNotEmpty();
      assertThat(flight.dropped()).isPositive();
    }
    assertThat(SegmentFolder.list(folder)).isEmpty();
  }

  @Test
  void whatTheDiskCannotTakeIsMissingAndSaidToBe() throws IOException {
    try (Flight flight = Flight.into(folder, 1)) {
      flight.fly(1_000);
      // More than a segment may hold in one record.
      flight.feed(new Event.HelloTold("x".repeat(1 << 16)));
      flight.fly(1_000);
      assertThat(flight.dropped()).isEqualTo(1);
    }
    ReplayReport report = replay();
    assertThat(report.isFaithful()).as(report.toString()).isTrue();
    assertThat(report.dropped()).isEqualTo(1);
    assertThat(report.notes())
        .singleElement()
        .asString()
        .contains(
            "1 events before it were not recorded (the disk was slow, or they were too large: the"
                + " log says which)");
  }
}
