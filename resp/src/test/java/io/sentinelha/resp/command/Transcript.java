package io.sentinelha.resp.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.resp.server.TestClient;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a server answers to a conversation, step by step, without what differs from one connection
 * and one moment to the next.
 */
final class Transcript {

  /**
   * Sent behind every step. No server knows it, in any state of the connection, and the reply that
   * says so tells that those to the step are complete.
   */
  private static final String MARK = "mark-0123456789";

  private static final String MARK_REPLY =
      "-ERR unknown command '" + MARK + "', with args beginning with: \r\n";

  private record Change(Pattern what, String to) {
    static Change of(String what, String to) {
      return new Change(Pattern.compile(what), to);
    }
  }

  private static final List<Change> CHANGES =
      List.of(
          // Fields of Redis 7.2 that we tell as well.
          Change.of(" lib-name=\\S* lib-ver=\\S*", ""),
          Change.of("[$=]\\d+\r\n((txt:)?id=\\d)", "<length> $1"),
          Change.of("127\\.0\\.0\\.1:\\d+", "<address>"),
          // Numbers of the process, and how it spends its memory.
          Change.of(
              "\\b(id|fd|age|idle|qbuf|qbuf-free|argv-mem|rbs|rbp|obl|tot-mem)=-?\\d+", "$1=<n>"),
          Change.of("(\\$2\r\nid\r\n):\\d+", "$1:<id>"),
          Change.of("(age-seconds\r\n)(\\$\\d+\r\n|,)[\\d.]+", "$1<age>"));

  private Transcript() {}

  /**
   * Holds the same conversation with both servers, on one connection each.
   *
   * @param steps inline requests; a step may consist of several lines
   */
  static void assertSame(
      InetSocketAddress ours, InetSocketAddress real, String opening, List<String> steps) {
    try (TestClient our = TestClient.of(ours);
        TestClient their = TestClient.of(real)) {
      ask(our, opening);
      ask(their, opening);
      for (int i = 0; i < steps.size(); i++) {
        assertThat(ask(our, steps.get(i)))
            .as("after '%s', step %s: %s", opening, i, steps.get(i))
            .isEqualTo(ask(their, steps.get(i)));
      }
    }
  }

  /** What one step on a connection of its own is answered. */
  static String ofOne(InetSocketAddress address, String step) {
    try (TestClient client = TestClient.of(address)) {
      return ask(client, step);
    }
  }

  /** What bytes on a connection of their own are answered, until the connection ends. */
  static String toTheEnd(InetSocketAddress address, String bytes) {
    try (TestClient client = TestClient.of(address)) {
      return client.send(bytes).takeUntil("nothing of the kind");
    }
  }

  private static String ask(TestClient client, String step) {
    client.send(step + "\r\n" + MARK + "\r\n");
    String answer = client.takeUntil(MARK_REPLY);
    for (Change change : CHANGES) {
      answer = change.what.matcher(answer).replaceAll(change.to);
    }
    return answer.replace("\r\n", "|");
  }
}
