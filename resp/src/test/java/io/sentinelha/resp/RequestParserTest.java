package io.sentinelha.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding requests in a stream, however it is cut. */
final class RequestParserTest {

  private static final String STREAM =
      String.join(
          "",
          "*1\r\n$4\r\nPING\r\n",
          "*3\r\n$3\r\nSET\r\n$5\r\na\r\nb \r\n$0\r\n\r\n",
          "\r\n\n*0\r\n*-1\r\n   \r\n",
          "PING\r\n",
          "  ping \t hello\n",
          "echo 'it\\'s' \"a\\x41\\n\\q\" x\"y z\"\r\n",
          "*2\r\n$12\r\n123456789012\r\n$1\r\n\u00ff\r\n");

  private static final List<List<String>> REQUESTS =
      List.of(
          List.of("PING"),
          List.of("SET", "a\r\nb ", ""),
          List.of("PING"),
          List.of("ping", "hello"),
          List.of("echo", "it's", "aA\nq", "xy z"),
          List.of("123456789012", "\u00ff"));

  @ParameterizedTest(name = "{0} bytes at a time")
  @ValueSource(ints = {1, 2, 3, 5, 7, 16, 1000})
  void requestsDoNotDependOnHowTheNetworkCutThem(int size) throws ProtocolException {
    assertThat(Chunks.requests(STREAM, size, Limits.DEFAULT, true)).isEqualTo(REQUESTS);
  }

  @Test
  void aRequestIsFoundAgainUntilItIsConsumed() throws ProtocolException {
    RequestParser parser = new RequestParser(Limits.DEFAULT);
    ByteBuf in = Chunks.buffer("PING a\r\nPING b\r\n");

    assertThat(parser.parse(in, true)).isTrue();
    assertThat(parser.parse(in, true)).isTrue();
    assertThat(Chunks.arguments(parser.request())).containsExactly("PING", "a");

    parser.consume(in);
    assertThat(parser.parse(in, true)).isTrue();
    assertThat(Chunks.arguments(parser.request())).containsExactly("PING", "b");
  }

  @Test
  void aRequestMayMoveToAnotherBufferWhileItArrives() throws ProtocolException {
    RequestParser parser = new RequestParser(Limits.DEFAULT);
    ByteBuf first = Chunks.buffer("*2\r\n$4\r\nECHO\r\n$5\r\nhel");
    assertThat(parser.parse(first, true)).isFalse();

    ByteBuf second = Unpooled.buffer().writeZero(3).skipBytes(3);
    second.writeBytes(first).writeBytes(Chunks.buffer("lo\r\n"));

    assertThat(parser.parse(second, true)).isTrue();
    assertThat(Chunks.arguments(parser.request())).containsExactly("ECHO", "hello");
  }

  @Test
  void aBulkStringThatArrivesIsNotSearched() throws ProtocolException {
    RequestParser parser = new RequestParser(Limits.DEFAULT);
    ByteBuf in = Chunks.buffer("*1\r\n$100000\r\n");
    assertThat(parser.parse(in, true)).isFalse();
    assertThat(parser.wanted()).isEqualTo("*1\r\n$100000\r\n".length() + 100_000 + 2);
    assertThat(in.capacity()).as("nothing is allocated ahead").isLessThan(100);

    for (int i = 0; i < 100_000; i++) {
      in.writeByte('*');
      assertThat(parser.parse(in, true)).isFalse();
    }
    in.writeBytes(new byte[2]);
    assertThat(parser.parse(in, true)).isTrue();
    assertThat(parser.request().length(0)).isEqualTo(100_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*abc\r\n", "*\r\n", "*01\r\n", "*+1\r\n", "*1 \r\n", "*99999999999\r\n"})
  void anArrayLengthThatIsNoNumberIsRefused(String bytes) {
    assertRefused(bytes, "invalid multibulk length", 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$-1\r\n", "$abc\r\n", "$04\r\n", "$\r\n", "$536870913\r\n"})
  void aBulkLengthThatIsNoNumberIsRefused(String line) {
    assertRefused("*1\r\n" + line, "invalid bulk length", 4);
  }

  @Test
  void anythingButABulkStringInAnArrayIsRefused() {
    assertRefused("*1\r\nPING\r\n", "expected '$', got 'P'", 4);
    assertRefused("PING\r\n*2\r\n$1\r\na\r\n:1\r\n", "expected '$', got ':'", 17);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ping 'abc\r\n", "ping \"abc\n", "ping \"a\"b\r\n", "ping 'a'b\r\n", "ping a'b\n"})
  void quotesMustBeBalanced(String bytes) {
    assertRefused(bytes, "unbalanced quotes in request", 0);
  }

  @Test
  void anInlineRequestHasALongestLength() throws ProtocolException {
    Limits limits = new Limits(10, 10, 100, 100, 10, 100);
    assertThat(Chunks.requests("ping 67890\n", 1, limits, true)).hasSize(1);
    assertRefused("ping 678901", limits, true, "too big inline request", 0);
    assertRefused("ping 678901\n", limits, true, "too big inline request", 0);
  }

  @Test
  void aLengthHasALongestLine() {
    Limits limits = new Limits(10, 10, 100, 100, 10, 100);
    assertRefused("*1234567890", limits, true, "too big mbulk count string", 0);
    assertRefused("*1\r\n$1234567890", limits, true, "too big bulk count string", 4);
    assertRefused("*1\r\nxxxxxxxxxxx", limits, true, "too big bulk count string", 4);
  }

  @Test
  void argumentsAndBytesAreCountedBeforeTheyArrive() {
    Limits limits = new Limits(100, 3, 5, 100, 2, 4);
    assertRefused("*4\r\n", limits, true, "invalid multibulk length", 0);
    assertRefused("*1\r\n$6\r\n", limits, true, "invalid bulk length", 4);
  }

  @Test
  void lessIsAllowedBeforeAuthentication() throws ProtocolException {
    assertThat(Chunks.requests("*10\r\n", 1, Limits.DEFAULT, false)).isEmpty();
    assertThat(Chunks.requests("*1\r\n$16384\r\n", 1, Limits.DEFAULT, false)).isEmpty();
    assertRefused("*11\r\n", Limits.DEFAULT, false, "unauthenticated multibulk length", 0);
    assertRefused("*1\r\n$16385\r\n", Limits.DEFAULT, false, "unauthenticated bulk length", 4);
  }

  @Test
  void aRequestThatCanNeverFitIsRefusedBeforeItArrives() {
    Limits limits = new Limits(50, 100, 100, 60, 10, 100);
    assertThatExceptionOfType(RequestTooLargeException.class)
        .isThrownBy(() -> Chunks.requests("*1\r\n$60\r\n", 100, limits, true));
    assertThatExceptionOfType(RequestTooLargeException.class)
        .isThrownBy(
            () -> Chunks.requests("*9\r\n" + "$9\r\n123456789\r\n".repeat(9), 1, limits, true));
  }

  @Test
  void requestsThatWaitForEachOtherAreNotOneLargeRequest() throws ProtocolException {
    Limits limits = new Limits(50, 100, 100, 60, 10, 100);
    assertThat(Chunks.requests("*1\r\n$4\r\nPING\r\n".repeat(50), 700, limits, true)).hasSize(50);
  }

  private static void assertRefused(String bytes, String message, long offset) {
    assertRefused(bytes, Limits.DEFAULT, true, message, offset);
  }

  /** Whole and byte by byte: the verdict is the same. */
  private static void assertRefused(
      String bytes, Limits limits, boolean authenticated, String message, long offset) {
    for (int size : new int[] {1, 1000}) {
      assertThatExceptionOfType(ProtocolException.class)
          .isThrownBy(() -> Chunks.requests(bytes, size, limits, authenticated))
          .withMessage("Protocol error: " + message)
          .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
    }
  }
}
