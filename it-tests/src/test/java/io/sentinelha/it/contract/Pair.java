package io.sentinelha.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** A redis-sentinel and a supervisor of ours, each alone in a group of the same shape. */
final class Pair implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  final Solo real;
  final Solo ours;

  private Pair(Solo real, Solo ours) {
    this.real = real;
    this.ours = ours;
  }

  static Pair start(Path folder) throws IOException {
    Solo real = Solo.start("redis", Side.REDIS, folder);
    try {
      return new Pair(real, Solo.start("ours", Side.OURS, folder));
    } catch (IOException | RuntimeException e) {
      real.close();
      throw e;
    }
  }

  /** A step has the same reply and the same events. */
  void assertSame(String step) throws IOException {
    Solo.Outcome expected = real.take(step);
    assertThat(ours.take(step)).as(step).isEqualTo(expected);
  }

  /** A reply is the same, perhaps after a while: connections are tried again and again. */
  void assertSoonSame(String step) {
    AtomicReference<String> difference = new AtomicReference<>("");
    try {
      Await.until(
          step,
          PATIENCE_MILLIS,
          () -> {
            String their = real.take(step).reply();
            String our = ours.take(step).reply();
            difference.set(their + "\n" + our);
            return our.equals(their);
          });
    } catch (IllegalStateException e) {
      throw new AssertionError(step + " differs all the time:\n" + difference, e);
    }
  }

  /** A step on purpose has another outcome than with redis-sentinel, and this one. */
  void assertDiffers(String step, Solo.Outcome our) throws IOException {
    Solo.Outcome their = real.take(step);
    assertThat(ours.take(step)).as(step).isEqualTo(our).isNotEqualTo(their);
  }

  @Override
  public void close() throws IOException {
    real.close();
    ours.close();
  }
}
