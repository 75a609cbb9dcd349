package io.sentinelha.resp;

import static io.sentinelha.resp.Protocol.RESP2;
import static io.sentinelha.resp.Protocol.RESP3;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the writer writes, in both protocols. */
final class RespWriterTest {

  @Test
  void stringsAndErrorsAreLines() {
    both(w -> w.ok(), "+OK\r\n");
    both(w -> w.simple("PONG"), "+PONG\r\n");
    both(w -> w.simple("a\r\nb"), "+a  b\r\n");
    both(w -> w.error("ERR x"), "-ERR x\r\n");
    both(w -> w.error("ERR a\nb\rc"), "-ERR a b c\r\n");
    both(w -> w.error(new byte[] {'E', (byte) 0xff}), "-E\u00ff\r\n");
  }

  @Test
  void errorsAreCounted() {
    RespWriter writer = new RespWriter(Unpooled.buffer(), RESP2);
    writer.error("ERR a").ok().error(new byte[] {'E'});
    assertThat(writer.errors()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        9,
        10,
        99,
        100,
        12345,
        -1,
        -9,
        -10,
        -12345,
        Integer.MAX_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1_000_000_000_000_000_000L,
        999_999_999_999_999_999L
      })
  void integersAreDigits(long value) {
    both(w -> w.integer(value), ":" + value + "\r\n");
    String digits = Long.toString(value);
    both(w -> w.bulk(value), "$" + digits.length() + "\r\n" + digits + "\r\n");
  }

  @Test
  void bulkStringsAreBytes() {
    both(w -> w.bulk(""), "$0\r\n\r\n");
    both(w -> w.bulk("hello"), "$5\r\nhello\r\n");
    both(w -> w.bulk("\u00e4"), "$2\r\n\u00c3\u00a4\r\n");
    both(w -> w.bulk(new byte[] {0, '\r', '\n'}), "$3\r\n\0\r\n\r\n");
    both(w -> w.bulk(Bytes.utf8("x")), "$1\r\nx\r\n");
    both(w -> w.bulk(Request.of("a", "some argument"), 1), "$13\r\nsome argument\r\n");
  }

  @Test
  void nullsDifferByProtocol() {
    each(w -> w.nullBulk(), "$-1\r\n", "_\r\n");
    each(w -> w.nullArray(), "*-1\r\n", "_\r\n");
  }

  @Test
  void aggregatesDifferByProtocol() {
    both(w -> w.array(0), "*0\r\n");
    both(w -> w.array(12), "*12\r\n");
    each(w -> w.map(1), "*2\r\n", "%1\r\n");
    each(w -> w.map(6), "*12\r\n", "%6\r\n");
    each(w -> w.set(2), "*2\r\n", "~2\r\n");
    each(w -> w.push(3), "*3\r\n", ">3\r\n");
  }

  @Test
  void scalarsOfResp3AreTranslated() {
    each(w -> w.bool(true), ":1\r\n", "#t\r\n");
    each(w -> w.bool(false), ":0\r\n", "#f\r\n");
    each(w -> w.dbl(3.5), "$3\r\n3.5\r\n", ",3.5\r\n");
    each(w -> w.verbatim("txt", "hi"), "$2\r\nhi\r\n", "=6\r\ntxt:hi\r\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RespWriter(Unpooled.buffer(), RESP3).verbatim("text", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "3, 3",
    "-7, -7",
    "0.1, 0.1",
    "3.141592653589793, 3.141592653589793",
    "100000, 100000",
    "1e16, 10000000000000000",
    "1e20, 1e+20",
    "1.5e-7, 1.5e-07",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "Infinity, inf",
    "-Infinity, -inf",
    "NaN, nan"
  })
  void doublesAreShort(double value, String text) {
    assertThat(Decimal.format(value)).isEqualTo(text);
  }

  private static void both(Consumer<RespWriter> what, String bytes) {
    each(what, bytes, bytes);
  }

  private static void each(Consumer<RespWriter> what, String resp2, String resp3) {
    assertThat(written(what, RESP2)).isEqualTo(resp2);
    assertThat(written(what, RESP3)).isEqualTo(resp3);
  }

  private static String written(Consumer<RespWriter> what, Protocol protocol) {
    ByteBuf out = Unpooled.buffer();
    what.accept(new RespWriter(out, protocol));
    return out.toString(ISO_8859_1);
  }
}
