package io.sentinelha.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.engine.TestClient;
import io.sentinelha.server.engine.TestEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes into the append-only file and to replicas. */
final class PropagationTest {

  private static final long NOW = 1_700_000_000_000L;

  private final TestEngine server = new TestEngine(Families.all());
  private final TestClient client = server.client();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "set k v; set k v",
        "SeT k v; SeT k v",
        "get s;",
        "set k v ex 10; SET k v PXAT 1700000010000",
        "set k v px 10; SET k v PXAT 1700000000010",
        "set k v exat 1700000099; SET k v PXAT 1700000099000",
        "set s v keepttl; set s v keepttl",
        "set s v nx;",
        "set s v xx; set s v xx",
        "set s v xx get; set s v xx",
        "setex k 10 v; SET k v PXAT 1700000010000",
        "psetex k 10 v; SET k v PXAT 1700000000010",
        "setnx s v;",
        "getset s v; SET s v",
        "getdel s; DEL s",
        "getdel nokey;",
        "getex s ex 10; PEXPIREAT s 1700000010000",
        "getex t persist; PERSIST t",
        "getex s exat 1; DEL s",
        "getex s;",
        "incr n; incr n",
        "incrbyfloat n 0.5; SET n 5.5 KEEPTTL",
        "append s x; append s x",
        "setrange s 1 x; setrange s 1 x",
        "setrange s 1 ;",
        "mset a 1 b 2; mset a 1 b 2",
        "expire s 10; PEXPIREAT s 1700000010000",
        "expire s 10 nx; PEXPIREAT s 1700000010000 nx",
        "expire s -1; DEL s",
        "expire nokey 10;",
        "persist s;",
        "persist t; persist t",
        "del nokey;",
        "del s nokey; del s nokey",
        "unlink s; unlink s",
        "rename s z; rename s z",
        "copy s z; copy s z",
        "move s 1; move s 1",
        "swapdb 0 1; swapdb 0 1",
        "flushdb; flushdb",
        "flushall async; flushall async",
        "publish c m; publish c m",
        "touch s;",
        "get nokey;",
      })
  void aCommandGoesIntoTheStreamAsRedisSendsIt(String command, String stream) {
    client.line("set s text");
    client.line("set n 5");
    client.line("set t text ex 1000");
    server.stream.clear();
    client.line(command);
    assertThat(String.join(" / ", server.stream)).isEqualTo(stream == null ? "" : stream);
  }

  @Test
  void aKeyThatHasExpiredIsDeletedBeforeTheCommandThatMetIt() {
    client.line("set k 5 px 10");
    server.pass(11);
    server.stream.clear();
    client.line("incr k");
    assertThat(server.stream).containsExactly("MULTI", "DEL k", "incr k", "EXEC");
  }

  @Test
  void oneExpiredKeyStandsForItself() {
    client.line("set k 5 px 10");
    client.line("set l 5 px 10");
    server.pass(11);
    server.stream.clear();
    client.line("get k");
    assertThat(server.stream).containsExactly("DEL k");
    assertThat(client.line("exists l")).isEqualTo(":0\r\n");
  }

  @Test
  void theTimerDeletesWhatHasExpired() {
    for (int i = 0; i < 2_000; i++) {
      client.line("set k" + i + " v px " + (i < 1_500 ? 100 : 100_000));
    }
    server.pass(101);
    server.stream.clear();
    server.engine.cron();
    assertThat(server.stream).hasSize(1_500).allMatch(line -> line.startsWith("DEL k"));
    assertThat(client.line("dbsize")).isEqualTo(":500\r\n");
  }

  @Test
  void nothingIsDeletedWhileExpiryIsForbidden() {
    client.line("set k v px 10");
    server.engine.replica(true);
    server.pass(11);
    server.stream.clear();
    server.engine.cron();
    assertThat(client.line("get k")).isEqualTo("$-1\r\n");
    assertThat(client.line("dbsize")).isEqualTo(":1\r\n");
    assertThat(server.stream).isEmpty();
  }

  @Test
  void aTransactionIsWrappedUnlessItHasOneEffect() {
    client.line("multi");
    client.line("set a 1");
    client.line("get a");
    client.line("set b 1 ex 10");
    client.line("exec");
    client.line("multi");
    client.line("set c 1");
    client.line("get a");
    client.line("exec");
    client.line("multi");
    client.line("get a");
    client.line("exec");
    assertThat(server.stream)
        .containsExactly("MULTI", "set a 1", "SET b 1 PXAT " + (NOW + 10_000), "EXEC", "set c 1");
  }

  @Test
  void aChangeOfDatabaseInsideATransactionIsTold() {
    client.line("multi");
    client.line("set a 1");
    client.line("select 2");
    client.line("set b 1");
    client.line("exec");
    assertThat(server.stream).containsExactly("MULTI", "set a 1", "SELECT 2", "set b 1", "EXEC");
  }
}
