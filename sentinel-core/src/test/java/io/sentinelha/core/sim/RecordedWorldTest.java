package io.sentinelha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.recorder.Recorder;
import io.sentinelha.core.recorder.Replay;
import io.sentinelha.core.recorder.ReplayReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each supervisor of a group that failed over is replayed by itself, from its recording. */
final class RecordedWorldTest {

  private static final PrimarySettings SETTINGS =
      PrimarySettings.defaults(2).withDownAfterMillis(1_000).withFailoverTimeoutMillis(10_000);

  @TempDir private Path folder;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everySupervisorDecidesTheSameOnceMore(long seed) throws IOException {
    World world = World.of(seed, 3, 2, SETTINGS);
    List<Recorder> recorders = new ArrayList<>();
    for (Supervisor supervisor : world.supervisors()) {
      Recorder.Settings settings = new Recorder.Settings(folder.resolve(supervisor.name), 1);
      Recorder recorder = Recorder.open(settings, "1", Recorder.Observer.NONE);
      recorders.add(recorder);
      supervisor.recordWith(recorder);
    }
    world.until("everybody knows everybody", world::isAcquainted, 15_000);
    world.run(3_000);
    world.data(1).kill();
    world.run(5_000);
    world.data(1).start();
    world.run(60_000);
    world.isolate(world.supervisor(1));
    world.servers().stream().filter(world::allName).findFirst().ifPresent(Host::pause);
    world.run(20_000);
    recorders.forEach(Recorder::close);

    for (Supervisor supervisor : world.supervisors()) {
      List<Notice> again = new ArrayList<>();
      ReplayReport report =
          Replay.run(folder.resolve(supervisor.name), Optional.empty(), "1", collector(again));
      assertThat(report.difference()).as(supervisor.name).isEmpty();
      assertThat(report.problems()).isEmpty();
      assertThat(report.notes()).isEmpty();
      assertThat(again).isEqualTo(supervisor.notices);
      assertThat(again).anyMatch(notice -> notice.event().equals("+switch-master"));
    }
  }

  private static Replay.Listener collector(List<Notice> notices) {
    return new Replay.Listener() {
      @Override
      public void onNotice(Instant when, Notice notice) {
        notices.add(notice);
      }
    };
  }
}
