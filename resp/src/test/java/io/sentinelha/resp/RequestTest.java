package io.sentinelha.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The view of one request. */
final class RequestTest {

  @Test
  void namesAreComparedWithoutCase() {
    Request request = Request.of("Get-Master", "[", "\u00c4");
    assertThat(request.is(0, "GET-MASTER")).isTrue();
    assertThat(request.is(0, "get-master")).isTrue();
    assertThat(request.is(0, "get-maste")).isFalse();
    assertThat(request.is(0, "get-masterx")).isFalse();
    assertThat(request.is(1, "{")).as("only letters have case").isFalse();
    assertThat(request.foldedHash(0)).isEqualTo(Request.foldedHash("gEt-mAsTeR"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "1", "-1", "10", "9223372036854775807", "-9223372036854775808", "-9", "42"})
  void integersAreRead(String text) {
    assertThat(Request.of(text).integer(0)).isEqualTo(OptionalLong.of(Long.parseLong(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+1",
        "01",
        "-0",
        "-01",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "0x1",
        "a",
        "--1",
        "1-",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999",
        "18446744073709551616",
        "000000000000000000000"
      })
  void whatRedisDoesNotTakeForAnIntegerIsNone(String text) {
    assertThat(Request.of(text).integer(0)).isEmpty();
  }

  @Test
  void aCopyOutlivesTheView() throws ProtocolException {
    RequestParser parser = new RequestParser(Limits.DEFAULT);
    ByteBuf in = Chunks.buffer("SET key value\r\n");
    parser.parse(in, true);
    Request view = parser.request();
    Request copy = view.copy();
    Request tail = view.tail(1);

    parser.consume(in);
    in.clear().writeZero(20);

    assertThat(Chunks.arguments(copy)).containsExactly("SET", "key", "value");
    assertThat(Chunks.arguments(tail)).containsExactly("key", "value");
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> view.bytes(0));
  }

  @Test
  void textIsUtf8AndBytesAreBytes() {
    Request request = Request.of(new byte[][] {{(byte) 0xc3, (byte) 0xa4}, {(byte) 0xff}});
    assertThat(request.text(0)).isEqualTo("\u00e4");
    assertThat(request.text(1)).isEqualTo("\ufffd");
    assertThat(request.bytes(1)).containsExactly(0xff);
    assertThat(request.value(0)).isEqualTo(Bytes.utf8("\u00e4"));
    assertThat(request.prefix(0, 1)).containsExactly(0xc3);
  }

  @Test
  void manyArgumentsAreRemembered() throws ProtocolException {
    int count = 5000;
    String bytes = "*" + count + "\r\n" + "$3\r\nabc\r\n".repeat(count) + "PING\r\n";
    assertThat(Chunks.requests(bytes, 1 << 20, Limits.DEFAULT, true))
        .satisfies(all -> assertThat(all.get(0)).hasSize(count).containsOnly("abc"))
        .hasSize(2);
  }
}
