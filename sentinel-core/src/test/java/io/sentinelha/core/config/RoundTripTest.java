package io.sentinelha.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.DurableState.Primary;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is saved is read back, wherever the lines stood. */
class RoundTripTest {

  private static final int SAVES = 6;

  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void makeHome() {
    home = new Home(folder);
  }

  /** {@code -Dconfig.seed=8812} runs only that one. */
  static LongStream seeds() {
    Long only = Long.getLong("config.seed");
    return only == null ? LongStream.rangeClosed(1, 400) : LongStream.of(only);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsSavedIsReadBack(long seed) throws ConfigException {
    Configurations drawn = new Configurations(seed, true);
    DurableState state = drawn.state();
    Configurations.Layout layout = drawn.layout(state);
    home.with(Home.MAIN, layout.main()).with("more.conf", layout.included());
    String[] arguments = layout.arguments().toArray(String[]::new);
    assertThat(sorted(home.read(arguments).state())).isEqualTo(sorted(state));

    ConfigFile file = open(arguments);
    for (int i = 0; i < SAVES; i++) {
      assertThat(file.save(state)).isEqualTo(new SaveResult.Saved());
      assertThat(sorted(home.read(arguments).state())).isEqualTo(sorted(state));
      String once = home.text(Home.MAIN);
      assertThat(file.save(state)).isEqualTo(new SaveResult.Saved());
      assertThat(home.text(Home.MAIN)).as("a second save").isEqualTo(once);
      file = i % 2 == 0 ? open(arguments) : file;
      state = drawn.next(state);
    }
  }

  private ConfigFile open(String... arguments) throws ConfigException {
    FailingFileOps files = new FailingFileOps(() -> {}).unsynced();
    return ConfigFile.open(home.source(arguments), () -> Home.ID, files);
  }

  /** The order of primaries, replicas and peers is that of their lines and means nothing. */
  static DurableState sorted(DurableState state) {
    List<Primary> primaries =
        state.primaries().stream()
            .map(
                p ->
                    new Primary(
                        p.name(),
                        p.address(),
                        p.configEpoch(),
                        p.leaderEpoch(),
                        p.settings(),
                        p.replicas().stream()
                            .sorted(Comparator.comparing(Object::toString))
                            .toList(),
                        p.peers().stream().sorted(Comparator.comparing(Object::toString)).toList()))
            .sorted(Comparator.comparing(Primary::name))
            .toList();
    return States.withPrimaries(state, primaries);
  }
}
