package io.sentinelha.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file in turns under our supervisor and under a real redis-sentinel. */
class RedisRoundTripTest {

  private static final String WATCHED =
      """
      # The group of the shop.
      sentinel monitor orders 127.0.0.1 1 2
      sentinel down-after-milliseconds orders 600000
      sentinel auth-pass orders p#w
      sentinel known-replica orders 127.0.0.1 2
      sentinel known-sentinel orders 127.0.0.1 3 aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd
      sentinel rename-command orders CONFIG guarded
      maxmemory 100mb
      requirepass foo
      loglevel verbose
      """;

  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void makeHome() {
    home = new Home(folder);
  }

  private static void flush(RealSentinel real) {
    assertThat(real.ask("AUTH foo\r\nSENTINEL FLUSHCONFIG")).startsWith("+OK\r\n+OK\r\n");
  }

  @Test
  void oneFileServesBothInTurns() throws Exception {
    home.with(Home.MAIN, RealSentinel.listening(folder) + WATCHED);
    ConfigFile ours = home.open();
    DurableState first = States.failOver(ours.config().state(), "orders", at(2), 5);
    assertThat(ours.save(first)).isEqualTo(new SaveResult.Saved());

    try (RealSentinel real = RealSentinel.start(folder, List.of())) {
      assertThat(real.accepts()).as(real.log()).isTrue();
      assertThat(real.log()).contains("Sentinel ID is " + first.myId());
      flush(real);
    }

    SentinelConfig back = home.read();
    assertThat(back.state()).isEqualTo(first);
    assertThat(back.isNewId()).isFalse();
    assertThat(back.defaultUser().accepts("foo")).isTrue();
    assertThat(back.defaultUser().needsNoPassword()).isFalse();
    assertThat(back.warnings().stream().map(Problem::toString).toList())
        .allMatch(warning -> warning.contains("chmod 600"));
    assertThat(home.text(Home.MAIN)).startsWith("port 0\n").contains("# The group of the shop.\n");

    ConfigFile again = home.open();
    DurableState second =
        States.set(
            States.failOver(first, "orders", at(4), 6), "orders", s -> s.withParallelSyncs(3));
    assertThat(again.save(second)).isEqualTo(new SaveResult.Saved());

    try (RealSentinel real = RealSentinel.start(folder, List.of())) {
      assertThat(real.accepts()).as(real.log()).isTrue();
      String reply = real.ask("AUTH foo\r\nSENTINEL MASTER orders");
      assertThat(fieldOf(real, reply, "port")).isEqualTo("4");
      assertThat(fieldOf(real, reply, "config-epoch")).isEqualTo("6");
      assertThat(fieldOf(real, reply, "parallel-syncs")).isEqualTo("3");
      assertThat(fieldOf(real, reply, "num-slaves")).isEqualTo("2");
      assertThat(fieldOf(real, reply, "num-other-sentinels")).isEqualTo("1");
    }
  }

  private static Endpoint at(int port) {
    return new Endpoint("127.0.0.1", port);
  }

  /** The value after a name in a flat reply. */
  private static String fieldOf(RealSentinel real, String reply, String name) {
    List<String> lines = reply.lines().toList();
    int at = lines.indexOf(name);
    assertThat(at).as("%s in %s%n%s", name, reply, real.log()).isPositive();
    return lines.get(at + 2);
  }

  /** What a real one writes when it starts on a plain file, with everything that it adds. */
  @Test
  void fileThatRedisHasRewrittenIsReadAsItIs() throws Exception {
    home.with(
        Home.MAIN,
        RealSentinel.listening(folder)
            + "sentinel monitor orders 127.0.0.1 1 2\n"
            + "sentinel announce-ip 10.0.0.1\nmaxclients 500\nsupervised auto\npidfile x.pid\n");
    try (RealSentinel real = RealSentinel.start(folder, List.of("--timeout", "7"))) {
      assertThat(real.accepts()).as(real.log()).isTrue();
    }
    assertThat(home.text(Home.MAIN))
        .contains("protected-mode no", "latency-tracking-info-percentiles", "user default on");

    SentinelConfig config = home.read();

    assertThat(config.warnings()).isEmpty();
    assertThat(config.isNewId()).isFalse();
    assertThat(config.state().identity().announceIp()).isEqualTo("10.0.0.1");
    assertThat(config.server().clients().idleTimeout()).hasSeconds(7);
    assertThat(config.server().daemon().directory()).isEqualTo(folder.toRealPath());
    assertThat(config.withoutEffect())
        .extracting(SentinelConfig.Mention::directive)
        .containsExactly("latency-tracking-info-percentiles");

    String before = home.text(Home.MAIN);
    ConfigFile ours = home.open();
    ours.save(ours.config().state());
    assertThat(home.text(Home.MAIN).lines().filter(line -> !line.isEmpty()))
        .containsExactlyElementsOf(
            before
                .replace("announce-ip \"10.0.0.1\"", "announce-ip 10.0.0.1")
                .lines()
                .filter(line -> !line.isEmpty())
                .toList());
  }
}
