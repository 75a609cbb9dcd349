package io.sentinelha.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.engine.TestClient;
import io.sentinelha.server.engine.TestEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransactionTest {

  private final TestEngine server = new TestEngine(Families.all());
  private final TestClient one = server.client();
  private final TestClient other = server.client();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set k 2",
        "del k",
        "incr k",
        "expire k 10",
        "rename k l",
        "flushdb",
        "flushall",
        "swapdb 0 1",
        "move k 1",
        "append k x"
      })
  void aWatchedKeyThatChangedEndsTheTransaction(String change) {
    one.line("set k 1");
    one.line("watch k");
    other.line(change);
    one.line("multi");
    one.line("set done yes");
    assertThat(one.line("exec")).isEqualTo("*-1\r\n");
    assertThat(one.line("exists done")).isEqualTo(":0\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"get k", "set j 2", "persist k", "del nokey", "set k 2 nx"})
  void aTransactionOutlivesWhatDoesNotConcernIt(String noise) {
    one.line("set k 1");
    one.line("watch k");
    other.line(noise);
    one.line("multi");
    one.line("get k");
    assertThat(one.line("exec")).isEqualTo("*1\r\n$1\r\n1\r\n");
  }

  @Test
  void aWatchedKeyThatExpiresEndsTheTransaction() {
    one.line("set k 1 px 10");
    one.line("watch k");
    server.pass(11);
    one.line("multi");
    one.line("ping");
    assertThat(one.line("exec")).isEqualTo("*-1\r\n");
  }

  @Test
  void whatAClientWatchedIsForgottenWhenItIsGone() {
    one.line("watch k");
    one.close();
    other.line("set k 1");
    assertThat(other.line("get k")).isEqualTo("$1\r\n1\r\n");
  }
}
