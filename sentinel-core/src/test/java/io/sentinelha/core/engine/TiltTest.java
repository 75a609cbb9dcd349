package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TiltTest {

  @Test
  void aProcessThatWasStoppedDistrustsItsClockForAWhile() {
    Subject subject = Subject.fresh();
    subject.pass(10_500);

    subject.sleepThrough(2_001);

    assertThat(subject.announced()).contains("+tilt #tilt mode entered");
    assertThat(subject.view().tiltSince()).isEqualTo(12_501);
    subject.pass(30_000);
    assertThat(subject.announced()).doesNotContain("-tilt #tilt mode exited");
    subject.pass(200);
    assertThat(subject.announced()).contains("-tilt #tilt mode exited");
    assertThat(subject.view().tiltSince()).isEqualTo(-1);
  }

  @Test
  void aDelayBelowTheTriggerIsNone() {
    Subject subject = Subject.fresh();
    subject.pass(10_500);

    subject.sleepThrough(1_990);

    assertThat(subject.view().tiltSince()).isEqualTo(-1);
  }

  @Test
  void nobodyIsFoundDownWhileTheClockIsDistrusted() {
    Subject subject = new Subject(Subject.state(20_000));
    subject.pass(10_500);

    subject.sleepThrough(5_000);
    subject.pass(10_000);

    assertThat(subject.primary().status()).isEqualTo("ok");
    subject.pass(26_000);
    assertThat(subject.primary().status()).isEqualTo("sdown");
  }

  @Test
  void aSlowStartIsNoTiltAndNobodysSilence() {
    Subject subject = Subject.fresh();

    subject.sleepThrough(6_000);
    assertThat(subject.view().tiltSince()).isEqualTo(-1);
    assertThat(subject.primary().status()).isEqualTo("ok");

    subject.pass(1_100);
    assertThat(subject.primary().status()).isEqualTo("sdown");
  }
}
