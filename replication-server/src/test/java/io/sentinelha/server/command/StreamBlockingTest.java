package io.sentinelha.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.engine.TestClient;
import io.sentinelha.server.engine.TestEngine;
import org.junit.jupiter.api.Test;

/** Waiting for entries. */
final class StreamBlockingTest {

  private static final String ENTRY = "*2\r\n$3\r\n2-1\r\n*2\r\n$1\r\nf\r\n$1\r\nv\r\n";
  private static final String ANSWER = "*1\r\n*2\r\n$1\r\ns\r\n*1\r\n" + ENTRY;

  private final TestEngine server = new TestEngine(Families.all());
  private final TestClient writer = server.client();
  private final TestClient first = server.client();
  private final TestClient second = server.client();

  @Test
  void allReadersGetANewEntry() {
    writer.line("xadd s 1-1 f v");
    assertThat(first.line("xread block 0 streams s $")).isEmpty();
    assertThat(second.line("xread block 0 streams none s 0 1-1")).isEmpty();
    writer.line("xadd s 2-1 f v");
    assertThat(first.received()).isEqualTo(ANSWER);
    assertThat(second.received()).isEqualTo(ANSWER);
  }

  @Test
  void theDollarMeansTheEndAsItWasWhenTheWaitBegan() {
    writer.line("xadd s 1-1 f v");
    first.line("xread block 0 streams s $");
    writer.line("multi");
    writer.line("xadd s 2-1 f v");
    writer.line("del s");
    writer.line("exec");
    assertThat(first.received()).isEmpty();
    writer.line("xadd s 1-2 f v");
    assertThat(first.received()).endsWith("$3\r\n1-2\r\n*2\r\n$1\r\nf\r\n$1\r\nv\r\n");
  }

  @Test
  void oneMemberOfAGroupGetsANewEntry() {
    writer.line("xgroup create s g 0 mkstream");
    first.line("xreadgroup group g a block 0 streams s >");
    second.line("xreadgroup group g b block 0 streams s >");
    writer.line("xadd s 2-1 f v");
    assertThat(first.received()).isEqualTo(ANSWER);
    assertThat(second.received()).isEmpty();
    assertThat(writer.line("xpending s g"))
        .isEqualTo("*4\r\n:1\r\n$3\r\n2-1\r\n$3\r\n2-1\r\n*1\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n");
  }

  @Test
  void whoWaitsInAGroupLearnsThatItIsGone() {
    writer.line("xgroup create s g 0 mkstream");
    first.line("xreadgroup group g a block 0 streams s >");
    writer.line("xgroup destroy s g");
    assertThat(first.received())
        .isEqualTo("-NOGROUP the consumer group this client was blocked on no longer exists\r\n");
  }

  @Test
  void whoWaitsInAGroupLearnsThatTheStreamIsGone() {
    writer.line("xgroup create s g 0 mkstream");
    first.line("xreadgroup group g a block 0 streams s >");
    second.line("xread block 0 streams s 0");
    writer.line("del s");
    assertThat(first.received()).isEqualTo("-UNBLOCKED the stream key no longer exists\r\n");
    assertThat(second.received()).isEmpty();
  }

  @Test
  void theTimeOverAnswersNothing() {
    first.line("xread block 20 streams s $");
    server.pass(21);
    assertThat(first.received()).isEqualTo("*-1\r\n");
  }

  @Test
  void insideATransactionNobodyWaits() {
    first.line("multi");
    first.line("xread block 0 streams s $");
    assertThat(first.line("exec")).isEqualTo("*1\r\n*-1\r\n");
  }
}
