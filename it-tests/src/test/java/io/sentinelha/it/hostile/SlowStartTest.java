package io.sentinelha.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** On a machine that is busy everything takes longer, and most of all the start. */
final class SlowStartTest {

  /** The first that the engine hears; from then on its time runs. */
  private static final String BEGIN = " io.sentinelha.core.engine.Event$Started source";

  private static final int MOST = 200;

  private static final String JAR =
      Path.of("..", "sentinel-cli", "target", "sentinel.jar")
          .toAbsolutePath()
          .normalize()
          .toString();

  /**
   * What a first connection loads is a thousand classes and more. Loaded by the engine's thread,
   * they can take the seconds that it takes for deafness: half a minute without failovers.
   */
  @Test
  void whatLinksLoadIsLoadedBeforeTheEngineBegins(@TempDir Path folder, TestReporter reporter)
      throws IOException {
    Path loaded = folder.resolve("loaded.txt");
    // Without the launcher's archive of classes: with it they are all there before anything begins.
    List<String> program =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:file=" + loaded,
            "-jar",
            JAR);
    String watched = "sentinel monitor other 127.0.0.1 7 1";
    String impatience = "sentinel down-after-milliseconds other 500";
    try (Daemon daemon = Daemon.startBy(program, folder, watched, impatience)) {
      Await.until(
          "it has tried to connect",
          Daemon.PATIENCE_MILLIS,
          () -> daemon.process.output().contains("+sdown master other"));
    }
    List<String> lines = Files.readAllLines(loaded);
    List<String> late =
        lines.stream()
            .dropWhile(line -> !line.contains(BEGIN))
            .filter(line -> line.contains(" io.lettuce.") || line.contains(" io.netty."))
            .toList();
    reporter.publishEntry("loaded late", late.size() + " of " + lines.size());
    assertThat(lines).anyMatch(line -> line.contains(BEGIN));
    assertThat(late).hasSizeLessThan(MOST);
  }
}
