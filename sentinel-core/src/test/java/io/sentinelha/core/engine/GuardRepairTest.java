package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.quorum.Epoch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary whose guard is not what it should be, whatever is done about it. */
final class GuardRepairTest {

  private static final Guard WANTED = new Guard(1, 2);

  private final Subject subject =
      new Subject(
          new DurableState(
              Subject.ME,
              Epoch.ZERO,
              DurableState.Identity.DEFAULT,
              List.of(
                  new DurableState.Primary(
                      Subject.NAME,
                      Subject.PRIMARY,
                      Epoch.ZERO,
                      Epoch.ZERO,
                      PrimarySettings.defaults(2).withGuard(WANTED),
                      List.of(),
                      List.of()))));

  private Effect.Open channel;

  @BeforeEach
  void primaryIsConnected() {
    channel =
        subject.effects.stream()
            .filter(Effect.Open.class::isInstance)
            .map(Effect.Open.class::cast)
            .filter(open -> open.kind() == ChannelKind.COMMAND)
            .findFirst()
            .orElseThrow();
    subject.feed(
        new Event.ChannelOpened(channel.link(), channel.kind(), channel.attempt(), "10.0.0.9"));
    report(1);
  }

  @Test
  void whatDoesNotTakeIsRepeatedOnceASecondAndNoOftener() {
    for (int i = 0; i < 5_000; i++) {
      subject.feed(new Event.GuardRead(channel.link(), channel.attempt(), Optional.of(Guard.OFF)));
      subject.feed(
          new Event.GuardAnswered(channel.link(), channel.attempt(), Optional.of("NOPERM")));
      subject.feed(new Event.PingAnswered(channel.link(), channel.attempt(), Event.PingReply.PONG));
      subject.pass(1);
    }

    assertThat(count("+guard-fix")).isBetween(3L, 6L);
  }

  @Test
  void aGuardThatIsSwitchedOffIsSatisfied() {
    report(0);
    assertThat(count("+guard-unsatisfied")).isEqualTo(1);

    subject.ask(id -> new Event.Set(id, Subject.NAME, List.of("min-replicas-to-write", "0")));
    report(0);

    assertThat(count("-guard-unsatisfied")).isEqualTo(1);
  }

  private void report(int goodReplicas) {
    String text =
        "run_id:" + "a".repeat(40) + "\r\nrole:master\r\nmin_slaves_good_slaves:" + goodReplicas;
    subject.feed(
        new Event.InfoAnswered(
            channel.link(), channel.attempt(), Optional.of(NodeInfo.parse(text + "\r\n"))));
  }

  private long count(String event) {
    return subject.announced().stream().filter(line -> line.startsWith(event)).count();
  }
}
