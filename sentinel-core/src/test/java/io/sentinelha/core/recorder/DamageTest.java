package io.sentinelha.core.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves is read as far as it goes; what somebody changed is found. */
final class DamageTest {

  @TempDir private Path folder;

  private Path record(long millis) throws IOException {
    try (Flight flight = Flight.into(folder)) {
      flight.fly(millis);
    }
    return SegmentFolder.list(folder).get(0);
  }

  private ReplayReport replay() throws IOException {
    return Replay.run(folder, Optional.empty(), "1.2.3", Replay.Listener.NONE);
  }

  @Test
  void aFileThatEndsAnywhereIsReadUpToThere() throws IOException {
    Path file = record(300);
    byte[] whole = Files.readAllBytes(file);
    long events = replay().events();
    long before = 0;
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      ReplayReport report = replay();
      assertThat(report.isFaithful()).as("%d bytes: %s", length, report).isTrue();
      assertThat(report.notes()).as("%d bytes", length).hasSize(1);
      assertThat(report.events()).isBetween(before, events);
      before = report.events();
    }
    assertThat(before).isEqualTo(events);
  }

  @Test
  void zerosAtTheEndAreWhatALossOfPowerLeaves() throws IOException {
    Path file = record(300);
    long events = replay().events();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length + 4096));
    assertThat(replay())
        .satisfies(r -> assertThat(r.isFaithful()).isTrue())
        .satisfies(
            r -> assertThat(r.notes()).singleElement().asString().contains("no whole record"))
        .satisfies(r -> assertThat(r.events()).isEqualTo(events));
  }

  @Test
  void aByteThatWasChangedIsFoundWhereverItStands() throws IOException {
    Path file = record(300);
    byte[] whole = Files.readAllBytes(file);
    long events = replay().events();
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x10;
      Files.write(file, changed);
      ReplayReport report = replay();
      boolean said = !report.problems().isEmpty() || !report.notes().isEmpty();
      assertThat(said).as("byte %d: %s", at, report).isTrue();
      assertThat(report.difference()).as("byte %d", at).isEmpty();
      assertThat(report.events()).isLessThanOrEqualTo(events);
    }
  }

  @Test
  void aProblemNamesTheFileThePlaceAndTheCause() throws IOException {
    Path file = record(300);
    byte[] changed = Files.readAllBytes(file);
    changed[changed.length / 2] ^= 1;
    Files.write(file, changed);
    assertThat(replay().problems())
        .singleElement()
        .asString()
        .matches("segment-00000001.rec, offset \\d+: the checksum is wrong; \\d+ bytes .*");
  }

  @Test
  void aSegmentThatIsGoneFromTheMiddleIsMissed() throws IOException {
    try (Flight flight = Flight.into(folder, 1)) {
      flight.fly(6_000_000);
    }
    Files.delete(SegmentFolder.list(folder).get(2));
    assertThat(replay().problems())
        .singleElement()
        .asString()
        .contains("events before it are missing");
  }

  @Test
  void theFirstSegmentOfALaterLifeThatIsGoneIsMissed() throws IOException {
    record(300);
    try (Flight flight = Flight.into(folder, 1)) {
      flight.fly(3_000_000);
    }
    assertThat(SegmentFolder.list(folder)).hasSizeGreaterThan(2);
    Files.delete(folder.resolve("segment-00000002.rec"));
    ReplayReport report = replay();
    assertThat(report.problems())
        .singleElement()
        .asString()
        .matches("segment-00000003.rec: [1-9]\\d+ events before it are missing; a segment .*");
    assertThat(report.notes()).anyMatch(note -> note.contains("the process was started again"));
    assertThat(report.difference()).isEmpty();
  }

  @Test
  void aLifeOfWhichNothingIsGoneMissesNothing() throws IOException {
    record(300);
    try (Flight flight = Flight.into(folder, 1)) {
      flight.fly(3_000_000);
    }
    assertThat(replay().problems()).isEmpty();
  }

  @Test
  void aSegmentThatCannotBeReadIsNamedAndTheRestIsReplayed() throws IOException {
    for (int i = 0; i < 3; i++) {
      record(300);
    }
    long events = replay().events();
    Path third = folder.resolve("segment-00000003.rec");
    Files.move(third, folder.resolve("segment-00000005.rec"));
    Files.createDirectory(third);
    Path loop = folder.resolve("segment-00000004.rec");
    Files.createSymbolicLink(loop, loop);
    ReplayReport report = replay();
    assertThat(report.events()).isEqualTo(events);
    assertThat(report.segments()).isEqualTo(3);
    assertThat(report.problems()).hasSize(2);
    assertThat(report.problems().get(0))
        .startsWith("segment-00000003.rec: cannot be read: it is a folder")
        .contains("; take it out");
    assertThat(report.problems().get(1)).startsWith("segment-00000004.rec: cannot be read: ");
  }

  /** Of root, whom the tests may run as, no file can be kept; so this is told by its kind. */
  @Test
  void whoMayNotReadIsToldSoAndWhoMay() {
    assertThat(Unreadable.why(new AccessDeniedException("/x/segment-00000001.rec")))
        .isEqualTo("cannot be read: permission denied; run as the user of the supervisor, or root");
  }

  @Test
  void whereThereIsNothingToReplayThatIsSaid() throws IOException {
    assertThatThrownBy(this::replay)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("--record");
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> Replay.run(none, Optional.empty(), "1.2.3", Replay.Listener.NONE))
        .hasMessage(none + ": there is no such folder; name the folder given to --record");
    record(10);
    assertThatThrownBy(() -> Replay.run(folder, Optional.of("9"), "1.2.3", Replay.Listener.NONE))
        .hasMessage(
            "there is no segment 9; the first is segment-00000001.rec, the last"
                + " segment-00000001.rec");
  }

  @Test
  void anotherVersionIsNoted() throws IOException {
    record(10);
    assertThat(Replay.run(folder, Optional.empty(), "2", Replay.Listener.NONE).notes())
        .singleElement()
        .asString()
        .contains("version 1.2.3", "this is 2");
  }
}
