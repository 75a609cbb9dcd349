package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelha.resp.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestReaderTest {

  private static final String STREAM =
      String.join(
          "\r\n",
          List.of(
              "*2",
              "$3",
              "GET",
              "$1",
              "a",
              "*0",
              "",
              "SET \"a b\" 'c'",
              "*3",
              "$3",
              "set",
              "$0",
              "",
              "$12",
              "ab",
              "cd",
              "efgh",
              "*-1",
              "ping\n"));

  private static final List<String> REQUESTS =
      List.of("GET|a", "", "", "SET|a b|c", "set||ab\r\ncd\r\nefgh", "", "ping");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void requestsAreTheSameHoweverTheStreamIsCut(long seed) throws ProtocolException {
    byte[] bytes = STREAM.getBytes(ISO_8859_1);
    SplittableRandom random = new SplittableRandom(seed);
    RequestReader reader = new RequestReader();
    List<String> found = new ArrayList<>();
    int from = 0;
    int arrived = 0;
    while (arrived < bytes.length) {
      arrived = Math.min(bytes.length, arrived + 1 + random.nextInt(seed == 1 ? 1 : 12));
      // In an array of its own each time: only the relative position may count.
      byte[] moved = new byte[arrived - from + 3];
      System.arraycopy(bytes, from, moved, 3, arrived - from);
      int at = 3;
      for (int next = read(reader, moved, at); next >= 0; next = read(reader, moved, at)) {
        found.add(text(reader.args()));
        at = next;
      }
      from += at - 3;
    }
    assertThat(found).isEqualTo(REQUESTS);
  }

  private static int read(RequestReader reader, byte[] bytes, int from) throws ProtocolException {
    return reader.read(bytes, from, bytes.length, 1 << 20, true);
  }

  private static String text(Args args) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < args.count(); i++) {
      words.add(new String(args.bytes(i), ISO_8859_1));
    }
    return String.join("|", words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "*x; invalid multibulk length",
        "*2147483648; invalid multibulk length",
        "*1,%3; expected '$', got '%'",
        "*1,$-1; invalid bulk length",
        "*1,$1048577; invalid bulk length",
        "*1,$01; invalid bulk length",
        "'\"a; unbalanced quotes in request",
      })
  void whatIsNoRequestEndsTheStream(String stream, String reason) {
    byte[] bytes = (stream.replace(",", "\r\n") + "\r\n").getBytes(ISO_8859_1);
    assertThatThrownBy(() -> read(new RequestReader(), bytes, 0))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("Protocol error: " + reason);
  }

  @Test
  void strangersMaySendLittle() {
    byte[] many = "*11\r\n".getBytes(ISO_8859_1);
    byte[] large = "*1\r\n$16385\r\n".getBytes(ISO_8859_1);
    assertThatThrownBy(() -> new RequestReader().read(many, 0, many.length, 1 << 20, false))
        .hasMessage("Protocol error: unauthenticated multibulk length");
    assertThatThrownBy(() -> new RequestReader().read(large, 0, large.length, 1 << 20, false))
        .hasMessage("Protocol error: unauthenticated bulk length");
  }

  @ParameterizedTest
  @CsvSource({"*, too big mbulk count string", "p, too big inline request"})
  void aLineWithoutEndIsRefusedBeforeItFillsTheMemory(String first, String reason) {
    byte[] bytes = (first + "1".repeat(70_000)).getBytes(ISO_8859_1);
    assertThatThrownBy(() -> read(new RequestReader(), bytes, 0))
        .hasMessage("Protocol error: " + reason);
  }

  @Test
  void onlyARequestInItsShortestFormIsPassedOnAsItCame() throws ProtocolException {
    byte[] array = "*1\r\n$4\r\nPING\r\n".getBytes(ISO_8859_1);
    RequestReader reader = new RequestReader();
    read(reader, array, 0);
    assertThat(reader.args().rawStart()).isZero();
    assertThat(reader.args().rawEnd()).isEqualTo(array.length);

    byte[] odd = "*1\r\n$4\r\nPINGxx".getBytes(ISO_8859_1);
    RequestReader other = new RequestReader();
    read(other, odd, 0);
    assertThat(other.args().rawStart()).isNegative();
    Encoder encoder = new Encoder();
    other.args().encode(encoder);
    assertThat(new String(encoder.array(), 0, encoder.length(), ISO_8859_1))
        .isEqualTo("*1\r\n$4\r\nPING\r\n");
  }
}
