package io.sentinelha.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.engine.TestClient;
import io.sentinelha.server.engine.TestEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands on collections put into the append-only file and send to replicas. */
final class CollectionPropagationTest {

  private final TestEngine server = new TestEngine(Families.all());
  private final TestClient client = server.client();
  private final TestClient waiter = server.client();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "hset h f v; hset h f v",
        "hsetnx h a v;",
        "hincrbyfloat h n 0.5; HSET h n 5.5",
        "hincrby h n 1; hincrby h n 1",
        "hdel h none;",
        "hdel h a; hdel h a",
        "rpush l x; rpush l x",
        "lpushx none x;",
        "ltrim l 0 -1;",
        "ltrim l 1 1; ltrim l 1 1",
        "lrem l 0 none;",
        "linsert l before none x;",
        "lpop none;",
        "lpop l 2; lpop l 2",
        "lmpop 2 none l right count 10; RPOP l 3",
        "blpop none l 0; LPOP l",
        "brpop l 0; RPOP l",
        "blmpop 0 1 l left count 2; LPOP l 2",
        "brpoplpush l m 0; RPOPLPUSH l m",
        "blmove l m left right 0; LMOVE l m left right",
        "lmove l l left right; lmove l l left right",
        "sadd s 1;",
        "sadd s 9; sadd s 9",
        "smove s u none;",
        "smove s u 1; smove s u 1",
        "spop s 10; DEL s",
        "sinterstore d s s; sinterstore d s s",
        "sinterstore none s none;",
        "zadd z 1 a;",
        "zadd z xx 7 none;",
        "zadd z incr 2 a; zadd z incr 2 a",
        "zincrby z 0 a;",
        "zpopmin z; zpopmin z",
        "bzpopmin z 0; ZPOPMIN z",
        "bzpopmax z 0; ZPOPMAX z",
        "zmpop 1 z max count 9; ZPOPMAX z 2",
        "bzmpop 0 1 z min; ZPOPMIN z 1",
        "zrangestore d z 0 -1; zrangestore d z 0 -1",
        "zunionstore none 1 nokey;",
        "zremrangebyscore z 5 9;",
        "sort l alpha store d; sort l alpha store d",
        "sort l alpha;",
      })
  void aCommandGoesIntoTheStreamAsRedisSendsIt(String command, String stream) {
    client.line("hset h a 1 n 5");
    client.line("rpush l a b c");
    client.line("sadd s 1 2");
    client.line("zadd z 1 a 2 b");
    server.stream.clear();
    client.line(command);
    assertThat(String.join(" / ", server.stream)).isEqualTo(stream == null ? "" : stream);
  }

  @Test
  void membersTakenAtRandomGoIntoTheStreamByName() {
    client.line("sadd s a b c d");
    server.stream.clear();
    client.line("spop s");
    assertThat(server.stream).singleElement().asString().matches("SREM s [abcd]");
    server.stream.clear();
    client.line("spop s 2");
    assertThat(server.stream).hasSize(4).startsWith("MULTI").endsWith("EXEC");
    assertThat(server.stream.get(1)).matches("SREM s [abcd]");
  }

  @Test
  void aClientThatWaitedTakesTheKeyThatBecameReadyFirst() {
    waiter.line("blpop one two 0");
    client.line("multi");
    client.line("rpush two a");
    client.line("rpush one b");
    client.line("exec");
    assertThat(waiter.received()).isEqualTo("*2\r\n$3\r\ntwo\r\n$1\r\na\r\n");
    assertThat(server.stream).endsWith("EXEC", "LPOP two");
  }

  @Test
  void aKeyOfAnotherTypeWakesNobody() {
    waiter.line("bzpopmin k 0");
    client.line("rpush k a");
    assertThat(waiter.received()).isEmpty();
    client.line("del k");
    client.line("zadd k 1.5 m");
    assertThat(waiter.received()).isEqualTo("*3\r\n$1\r\nk\r\n$1\r\nm\r\n$3\r\n1.5\r\n");
    assertThat(client.line("exists k")).isEqualTo(":0\r\n");
  }

  @Test
  void theMemoryOfCollectionsIsAccounted() {
    long before = server.engine.usedMemory();
    for (int i = 0; i < 3_000; i++) {
      client.line("hset h field" + i + " value" + i);
      client.line("zadd z " + i + " member" + i);
      client.line("sadd s member" + i);
      client.line("rpush l element" + i);
    }
    assertThat(server.engine.usedMemory() - before).isGreaterThan(4 * 3_000 * 10);
    client.line("lmove l l left right");
    client.line("hincrby h n 1");
    client.line("del h z s l");
    long keysAndTables = server.engine.databases().get(0).bytes();
    assertThat(keysAndTables).isZero();
  }
}
