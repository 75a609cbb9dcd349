package io.sentinelha.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.command.Families;
import io.sentinelha.server.store.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting for keys, with a command that takes a string away: {@code blget key millis}. */
final class BlockingTest {

  private final TestEngine server = new TestEngine(families());
  private final TestClient first = server.client();
  private final TestClient second = server.client();
  private final TestClient giver = server.client();

  private static List<CommandFamily> families() {
    List<CommandFamily> all = new ArrayList<>(Families.all());
    all.add(
        registry -> {
          registry.table(BlockingTest.class, "blget.txt");
          registry.on("blget", BlockingTest::take);
        });
    return all;
  }

  private static void take(Call call) {
    Object found = call.findString(1);
    if (found != null) {
      call.reply().text(found);
      call.remove(1);
      call.changed(1, NotificationClass.GENERIC, "del");
      call.propagate("DEL".getBytes(java.nio.charset.StandardCharsets.UTF_8), call.args().bytes(1));
    } else if (call.mayWait()) {
      call.block(
          List.of(call.args().value(1)),
          ValueType.STRING,
          false,
          call.args().number(2),
          Reply::nil);
    } else {
      call.reply().nil();
    }
  }

  @Test
  void whoCameFirstIsServedFirstAndTheOthersWaitOn() {
    first.line("blget k 0");
    second.line("blget k 0");
    giver.line("set k one");
    assertThat(first.received()).isEqualTo("$3\r\none\r\n");
    assertThat(second.received()).isEmpty();
    first.line("blget k 0");
    giver.line("set k two");
    assertThat(second.received()).isEqualTo("$3\r\ntwo\r\n");
    assertThat(server.engine.blocking().count()).isEqualTo(1);
    assertThat(server.stream).containsExactly("set k one", "DEL k", "set k two", "DEL k");
  }

  @Test
  void theTimeOverAnswers() {
    first.line("blget k 50");
    server.pass(49);
    assertThat(first.received()).isEmpty();
    server.pass(2);
    assertThat(first.received()).isEqualTo("$-1\r\n");
    giver.line("set k one");
    assertThat(giver.line("get k")).isEqualTo("$3\r\none\r\n");
  }

  @Test
  void aTransactionServesWhenItHasEndedAndDoesNotWaitItself() {
    first.line("blget k 0");
    giver.line("multi");
    giver.line("set k one");
    giver.line("get k");
    giver.line("blget nokey 0");
    assertThat(giver.line("exec")).isEqualTo("*3\r\n+OK\r\n$3\r\none\r\n$-1\r\n");
    assertThat(first.received()).isEqualTo("$3\r\none\r\n");
  }

  @Test
  void aClientThatIsGoneIsNotServed() {
    first.line("blget k 0");
    second.line("blget k 0");
    first.close();
    giver.line("set k one");
    assertThat(second.received()).isEqualTo("$3\r\none\r\n");
  }

  @Test
  void unblockingEndsTheWait() {
    first.line("blget k 0");
    second.line("blget k 0");
    assertThat(giver.line("client unblock " + first.client.id())).isEqualTo(":1\r\n");
    assertThat(giver.line("client unblock " + second.client.id() + " error")).isEqualTo(":1\r\n");
    assertThat(first.received()).isEqualTo("$-1\r\n");
    assertThat(second.received()).startsWith("-UNBLOCKED ");
  }

  @Test
  void aSwapOfDatabasesMayServeToo() {
    giver.line("select 1");
    giver.line("set k one");
    first.line("blget k 0");
    giver.line("swapdb 0 1");
    assertThat(first.received()).isEqualTo("$3\r\none\r\n");
  }
}
