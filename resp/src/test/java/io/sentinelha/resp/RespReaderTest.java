package io.sentinelha.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelha.resp.RespValue.Array;
import io.sentinelha.resp.RespValue.BigNumber;
import io.sentinelha.resp.RespValue.Bool;
import io.sentinelha.resp.RespValue.Bulk;
import io.sentinelha.resp.RespValue.Dbl;
import io.sentinelha.resp.RespValue.ErrorReply;
import io.sentinelha.resp.RespValue.Int;
import io.sentinelha.resp.RespValue.MapValue;
import io.sentinelha.resp.RespValue.Null;
import io.sentinelha.resp.RespValue.Pair;
import io.sentinelha.resp.RespValue.Push;
import io.sentinelha.resp.RespValue.SetValue;
import io.sentinelha.resp.RespValue.SimpleString;
import io.sentinelha.resp.RespValue.Verbatim;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading replies, however the network cuts them. */
final class RespReaderTest {

  private static final String STREAM =
      String.join(
          "",
          "+OK\r\n-ERR no\r\n:-7\r\n$5\r\nhe\r\no\r\n$0\r\n\r\n$-1\r\n*-1\r\n_\r\n",
          "*0\r\n*2\r\n:1\r\n*1\r\n$1\r\na\r\n",
          "%2\r\n+a\r\n:1\r\n+b\r\n*0\r\n%0\r\n~1\r\n#t\r\n>2\r\n$4\r\npong\r\n#f\r\n",
          ",3.5\r\n,inf\r\n,-inf\r\n=7\r\ntxt:abc\r\n!7\r\nERR a\nb\r\n",
          "(12345678901234567890123\r\n:+5\r\n");

  private static final List<RespValue> VALUES =
      List.of(
          new SimpleString("OK"),
          new ErrorReply("ERR no"),
          new Int(-7),
          bulk("he\r\no"),
          bulk(""),
          new Null(),
          new Null(),
          new Null(),
          new Array(List.of()),
          new Array(List.of(new Int(1), new Array(List.of(bulk("a"))))),
          new MapValue(
              List.of(
                  new Pair(new SimpleString("a"), new Int(1)),
                  new Pair(new SimpleString("b"), new Array(List.of())))),
          new MapValue(List.of()),
          new SetValue(List.of(new Bool(true))),
          new Push(List.of(bulk("pong"), new Bool(false))),
          new Dbl(3.5),
          new Dbl(Double.POSITIVE_INFINITY),
          new Dbl(Double.NEGATIVE_INFINITY),
          new Verbatim("txt", "abc"),
          new ErrorReply("ERR a\nb"),
          new BigNumber(new BigInteger("12345678901234567890123")),
          new Int(5));

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void valuesDoNotDependOnHowTheNetworkCutThem(int size) throws ProtocolException {
    assertThat(read(STREAM, size, ReplyLimits.DEFAULT)).isEqualTo(VALUES);
  }

  @Test
  void nestedValuesAreReadToTheDepthThatIsAllowed() throws ProtocolException {
    ReplyLimits limits = new ReplyLimits(3, 100, 100, 100);
    assertThat(read("*1\r\n*1\r\n*1\r\n:1\r\n", 1, limits)).hasSize(1);
    assertRefused("*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n", limits, "more than 3 aggregates", 12);
  }

  @Test
  void elementsAreCountedThroughAllLevelsBeforeTheyArrive() throws ProtocolException {
    ReplyLimits limits = new ReplyLimits(5, 6, 100, 100);
    String reply = "*2\r\n*2\r\n:1\r\n:2\r\n*2\r\n:3\r\n:4\r\n";
    assertThat(read(reply + reply, 1, limits)).as("each reply counts anew").hasSize(2);
    assertRefused("*2\r\n*2\r\n:1\r\n:2\r\n*3\r\n", limits, "more than 6 values", 16);
    assertRefused("*7\r\n", limits, "length 7 is more than 6", 0);
    assertRefused("%4\r\n", limits, "more than 6 values", 0);
  }

  @Test
  void whatIsAnnouncedIsNotAllocated() throws ProtocolException {
    RespReader reader = new RespReader(ReplyLimits.DEFAULT);
    ByteBuf in = Chunks.buffer("*16000000\r\n:1\r\n$500000000\r\n");
    assertThat(reader.read(in)).isEmpty();
    assertThat(in.capacity()).isLessThan(100);
  }

  @Test
  void longStringsAndLinesAreRefused() {
    ReplyLimits limits = new ReplyLimits(5, 6, 10, 10);
    assertRefused("$11\r\n", limits, "length 11 is more than 10", 0);
    assertRefused("+" + "a".repeat(10), limits, "line of more than 10 bytes", 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\n", "\r\n", "\n", "+OK\n", ":\r\n", ":1.5\r\n", ":9223372036854775808\r\n", "$\r\n",
        "$-2\r\n", "*-2\r\n", "%-1\r\n", "~-1\r\n", "$1\r\nabc", "#x\r\n", "_x\r\n", ",abc\r\n",
        ",1d\r\n", ",0x1p3\r\n", "(1.5\r\n", "=3\r\nabc\r\n", "=5\r\nabcde\r\n", "|1\r\n", "$?\r\n"
      })
  void whatIsNotRespIsRefused(String bytes) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> read(":1\r\n" + bytes, 1, ReplyLimits.DEFAULT))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(4));
  }

  @Test
  void anErrorHasACodeWord() {
    assertThat(new ErrorReply("NOAUTH Authentication required.").code()).isEqualTo("NOAUTH");
    assertThat(new ErrorReply("ERR").code()).isEqualTo("ERR");
  }

  private static Bulk bulk(String text) {
    return new Bulk(Bytes.utf8(text));
  }

  private static void assertRefused(String bytes, ReplyLimits limits, String message, long offset) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> read(bytes, 1, limits))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
  }

  private static List<RespValue> read(String bytes, int size, ReplyLimits limits)
      throws ProtocolException {
    RespReader reader = new RespReader(limits);
    ByteBuf all = Chunks.buffer(bytes);
    ByteBuf buffer = Unpooled.buffer();
    List<RespValue> values = new ArrayList<>();
    while (all.isReadable()) {
      buffer.writeBytes(all, Math.min(size, all.readableBytes()));
      for (Optional<RespValue> value = reader.read(buffer);
          value.isPresent();
          value = reader.read(buffer)) {
        values.add(value.get());
      }
      buffer.discardReadBytes();
    }
    return values;
  }
}
