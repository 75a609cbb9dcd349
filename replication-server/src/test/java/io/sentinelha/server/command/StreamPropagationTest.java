package io.sentinelha.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.engine.LinkRole;
import io.sentinelha.server.engine.TestClient;
import io.sentinelha.server.engine.TestEngine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What streams, bitmaps, HyperLogLogs and places put into the append-only file and to replicas. */
final class StreamPropagationTest {

  private static final List<String> BEFORE =
      List.of(
          "xadd s 1-1 f v",
          "xadd s 2-1 f v",
          "xadd s 3-1 g w",
          "xgroup create s g 0",
          "xgroup create s h 3-1",
          "xreadgroup group h z streams s >",
          "xreadgroup group g a count 1 streams s >",
          "set bits x",
          "pfadd hl a");

  private final TestEngine server = new TestEngine(Families.all());
  private final TestClient client = server.client();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "xadd s 5-1 f v; xadd s 5-1 f v",
        "xadd s 5-* f v; xadd s 5-0 f v",
        "xadd s nomkstream 5-1 f v; xadd s nomkstream 5-1 f v",
        "xadd none nomkstream 5-1 f v;",
        "xadd s maxlen 2 5-1 f v; xadd s maxlen 2 5-1 f v",
        "xadd s MAXLEN ~ 2 5-1 f v; xadd s MAXLEN = 4 5-1 f v",
        "xadd s minid ~ 2 5-1 f v; xadd s minid = 1-1 5-1 f v",
        "xadd s maxlen ~ 1 limit 5 5-1 f v; xadd s maxlen = 4 limit 5 5-1 f v",
        "xtrim s maxlen 2; xtrim s maxlen 2",
        "xtrim s maxlen ~ 2;",
        "xtrim s maxlen 9;",
        "xdel s 1-1; xdel s 1-1",
        "xdel s 9-9;",
        "xgroup create s i $; xgroup create s i $",
        "xgroup create new i $ mkstream; xgroup create new i $ mkstream",
        "xgroup setid s g 2-1; xgroup setid s g 2-1",
        "xgroup destroy s g; xgroup destroy s g",
        "xgroup destroy s none;",
        "xgroup createconsumer s g b; xgroup createconsumer s g b",
        "xgroup createconsumer s g a;",
        "xgroup delconsumer s g a; xgroup delconsumer s g a",
        "xgroup delconsumer s g none;",
        "xack s g 1-1; xack s g 1-1",
        "xack s g 9-9;",
        "xsetid s 9-9; xsetid s 9-9",
        "xread streams s 0;",
        "xreadgroup group g a streams s >; MULTI / XCLAIM s g a 0 2-1 TIME "
            + "1700000000000 RETRYCOUNT 1 FORCE JUSTID LASTID 2-1 / XCLAIM s g a 0 3-1 TIME "
            + "1700000000000 RETRYCOUNT 1 FORCE JUSTID LASTID 3-1 / EXEC",
        "xreadgroup group g b streams s >; MULTI / XCLAIM s g b 0 2-1 TIME "
            + "1700000000000 RETRYCOUNT 1 FORCE JUSTID LASTID 2-1 / XCLAIM s g b 0 3-1 TIME "
            + "1700000000000 RETRYCOUNT 1 FORCE JUSTID LASTID 3-1 / EXEC",
        "xreadgroup group g b noack streams s >; MULTI / XGROUP CREATECONSUMER s g b / "
            + "XGROUP SETID s g 3-1 ENTRIESREAD 3 / EXEC",
        "xreadgroup group h b streams s >;",
        "xreadgroup group h b noack streams s >;",
        "xreadgroup group g a streams s 0;",
        "xreadgroup group g b streams s 0;",
        "xreadgroup group g a noack streams s 0;",
        "xclaim s g b 0 1-1; XCLAIM s g b 0 1-1 TIME 1700000000000 RETRYCOUNT 2 FORCE "
            + "JUSTID LASTID 1-1",
        "xclaim s g b 0 3-1;",
        "xclaim s g b 0 3-1 force retrycount 3 time 5 justid; XCLAIM s g b 0 3-1 TIME "
            + "5 RETRYCOUNT 3 FORCE JUSTID LASTID 1-1",
        "xclaim s g b 0 9-9 lastid 8-8; XGROUP SETID s g 8-8 ENTRIESREAD 1",
        "xautoclaim s g b 0 0; XCLAIM s g b 0 1-1 TIME 1700000000000 RETRYCOUNT 2 "
            + "FORCE JUSTID LASTID 1-1",
        "xautoclaim s g b 100000 0;",
        "xpending s g;",
        "setbit bits 3 1;",
        "setbit bits 1 1;",
        "bitop not out bits; bitop not out bits",
        "bitop and out nokey;",
        "bitfield bits get u4 0;",
        "bitfield bits set u4 0 3; bitfield bits set u4 0 3",
        "bitfield bits set u4 0 7;",
        "pfadd hl b; pfadd hl b",
        "pfadd hl a;",
        "pfcount hl; pfcount hl",
        "pfcount hl new;",
        "pfmerge out hl; pfmerge out hl",
        "geoadd geo 13.5 38.1 a; zadd geo 3479100566894653 a",
        "geoadd geo nx ch 13.5 38.1 a; zadd geo nx ch 3479100566894653 a",
        "geosearchstore out geo fromlonlat 1 1 byradius 1 km;",
        "spublish c m; spublish c m",
      })
  void aCommandGoesIntoTheStreamAsRedisSendsIt(String command, String stream) {
    BEFORE.forEach(client::line);
    server.stream.clear();
    client.line(command);
    assertThat(String.join(" / ", server.stream)).isEqualTo(stream == null ? "" : stream);
  }

  @Test
  void anIdThatTheServerChoseIsTold() {
    client.line("xadd s * f v");
    client.line("xadd s 1700000000000-* f v");
    assertThat(server.stream)
        .containsExactly("xadd s 1700000000000-0 f v", "xadd s 1700000000000-1 f v");
  }

  @Test
  void whatAMasterHasTrimmedIsTrimmedWithoutLimit() {
    for (int i = 1; i <= 10; i++) {
      client.line("xadd s " + i + "-1 f v");
    }
    TestClient link = server.client();
    link.client.attach(LinkRole.class, LinkRole.MASTER);
    assertThat(link.line("xtrim s maxlen = 2 limit 1")).isEqualTo(":8\r\n");
    assertThat(client.line("xtrim s maxlen = 1 limit 1")).startsWith("-ERR syntax error, LIMIT");
  }
}
