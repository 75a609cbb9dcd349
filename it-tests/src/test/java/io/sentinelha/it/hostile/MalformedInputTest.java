package io.sentinelha.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.it.contract.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are no request get an error and an end; odd requests get an answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MalformedInputTest {

  private static final String PROTOCOL = "-ERR Protocol error: ";
  private static final int HALVES = 500;
  private static final int GARBAGE_BYTES = 1 << 16;

  private Daemon daemon;
  private Daemon guarded;
  private Bystander bystander;

  @BeforeAll
  void start(@TempDir Path folder, @TempDir Path other) throws IOException {
    daemon = Daemon.start(folder);
    guarded = Daemon.start(other, "requirepass secret");
    bystander = new Bystander(daemon.port());
  }

  @AfterAll
  void othersWereServed() throws InterruptedException {
    try {
      bystander.assertServed();
    } finally {
      bystander.close();
      daemon.close();
      guarded.close();
    }
  }

  static List<Arguments> fatal() {
    return List.of(
        Arguments.of("*99999999999\r\n", PROTOCOL + "invalid multibulk length"),
        Arguments.of("*2147483648\r\n", PROTOCOL + "invalid multibulk length"),
        Arguments.of("*65537\r\n", PROTOCOL + "invalid multibulk length"),
        Arguments.of("*abc\r\n", PROTOCOL + "invalid multibulk length"),
        Arguments.of("*\r\n", PROTOCOL + "invalid multibulk length"),
        Arguments.of("*1\r\n$-1\r\n", PROTOCOL + "invalid bulk length"),
        Arguments.of("*1\r\n$-2147483649\r\n", PROTOCOL + "invalid bulk length"),
        Arguments.of("*1\r\n$1048577\r\n", PROTOCOL + "invalid bulk length"),
        Arguments.of("*1\r\n$9223372036854775808\r\n", PROTOCOL + "invalid bulk length"),
        Arguments.of("*1\r\n$\r\n", PROTOCOL + "invalid bulk length"),
        Arguments.of("*1\r\n:5\r\n", PROTOCOL + "expected '$', got ':'"),
        Arguments.of("*1\r\n".repeat(10_000), PROTOCOL + "expected '$', got '*'"),
        Arguments.of("*1\r\n%7\r\n", PROTOCOL + "expected '$', got '%'"),
        Arguments.of("*" + "1".repeat(70_000), PROTOCOL + "too big mbulk count string"),
        Arguments.of("*1\r\n$" + "1".repeat(70_000), PROTOCOL + "too big bulk count string"),
        Arguments.of("A".repeat(70_000), PROTOCOL + "too big inline request"),
        Arguments.of("ping \"abc\r\n", PROTOCOL + "unbalanced quotes in request"),
        Arguments.of("POST / HTTP/1.1\r\n", ""));
  }

  @ParameterizedTest(name = "{index}: {1}")
  @MethodSource("fatal")
  void brokenFramesEndTheConnection(String bytes, String error) throws IOException {
    try (Wire wire = daemon.wire()) {
      assertThat(wire.send(bytes).takeAll()).startsWith(error).hasSizeLessThan(200);
    }
  }

  static List<Arguments> harmless() {
    return List.of(
        Arguments.of("*0\r\n*-1\r\n*-5\r\n\r\n\n\r\nPING\r\n", "+PONG\r\n"),
        Arguments.of("*2\r\n$4\r\nPING\r\n$3\r\na\0b\r\n", "$3\r\n"),
        Arguments.of("*1\r\n$3\r\na\0b\r\n", "-ERR unknown command 'a"),
        Arguments.of("*1\r\n$0\r\n\r\n", "-ERR unknown command ''"),
        Arguments.of(
            "*3\r\n$8\r\nSENTINEL\r\n$6\r\nMASTER\r\n$9\r\nmymaster\0\r\n",
            "-ERR No such master with that name\r\n"),
        Arguments.of(
            "*2\r\n$8\r\nSENTINEL\r\n$8\r\nMASTERS\0\r\n", "-ERR unknown subcommand 'MASTERS"),
        Arguments.of("\u00ff\u00fe\u0000\u0001\r\n", "-ERR unknown command"),
        Arguments.of("*2\r\n$4\r\nPING\r\n$1048576\r\n" + "x".repeat(1 << 20) + "\r\n", "$1048576"),
        Arguments.of("*65536\r\n" + "$4\r\nPING\r\n".repeat(65_536), "-ERR wrong number"));
  }

  @ParameterizedTest(name = "{index}: {1}")
  @MethodSource("harmless")
  void oddRequestsGetAnAnswer(String bytes, String answer) throws IOException {
    try (Wire wire = daemon.wire()) {
      assertThat(wire.send(bytes).takeUntil("\r\n")).startsWith(answer);
      assertThat(wire.send("PING end\r\n").takeUntil("$3\r\nend\r\n")).doesNotContain("<end>");
    }
  }

  static List<Arguments> tooMuchForStrangers() {
    return List.of(
        Arguments.of("*11\r\n", PROTOCOL + "unauthenticated multibulk length"),
        Arguments.of("*1\r\n$16385\r\n", PROTOCOL + "unauthenticated bulk length"),
        Arguments.of("SENTINEL MASTERS\r\nquit\r\n", "-NOAUTH Authentication required.\r\n+OK"),
        Arguments.of("PING\r\nquit\r\n", "-NOAUTH Authentication required.\r\n+OK"),
        Arguments.of("AUTH wrong\r\nquit\r\n", "-WRONGPASS "),
        Arguments.of("A".repeat(70_000), PROTOCOL + "too big inline request"));
  }

  @ParameterizedTest(name = "{index}: {1}")
  @MethodSource("tooMuchForStrangers")
  void strangersMayLess(String bytes, String error) throws IOException {
    try (Wire wire = guarded.wire()) {
      assertThat(wire.send(bytes).takeAll()).startsWith(error).hasSizeLessThan(200);
    }
  }

  @Test
  void garbageEndsOrIsRefused() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[GARBAGE_BYTES];
      random.nextBytes(bytes);
      try (Wire wire = daemon.wire()) {
        wire.send(new String(bytes, StandardCharsets.ISO_8859_1));
        wire.endOutput();
        assertThat(wire.takeAll()).doesNotContain("+PONG");
      }
    }
  }

  @Test
  void halvesOfRequestsLeaveNothingBehind() throws IOException {
    int before = daemon.connectedClients();
    List<Wire> halves = new ArrayList<>();
    for (int i = 0; i < HALVES; i++) {
      Wire wire = daemon.wire();
      wire.send("*3\r\n$8\r\nSENTINEL\r\n$6\r\nMAS".substring(0, 1 + i % 24));
      halves.add(wire);
    }
    for (Wire wire : halves) {
      wire.close();
    }
    Await.until("they are gone", Daemon.PATIENCE_MILLIS, () -> daemon.connectedClients() <= before);
  }
}
