package io.sentinelha.metrics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.sentinelha.metrics.HttpEndpoint.Bounds;
import io.sentinelha.metrics.HttpEndpoint.Health;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The endpoint, spoken to by clients good and bad, byte by byte. */
final class HttpEndpointTest {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final String GET = " HTTP/1.1\r\nHost: x\r\n";

  private final SupervisorMetrics metrics = new SupervisorMetrics();
  private final AtomicReference<Health> health = new AtomicReference<>(new Health(true, "ok\n"));
  private final List<Socket> open = new ArrayList<>();
  private HttpEndpoint endpoint = start(Bounds.DEFAULT);

  @AfterEach
  void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    endpoint.close();
    metrics.close();
  }

  private HttpEndpoint start(Bounds bounds) {
    try {
      Pages pages = new Pages(metrics, health::get);
      return HttpEndpoint.open("127.0.0.1", 0, pages, bounds);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void restart(Bounds bounds) {
    endpoint.close();
    endpoint = start(bounds);
  }

  @Test
  void metricsAreInTheFormThatIsAskedFor() throws Exception {
    metrics.watch(() -> Views.of(Views.primary("orders", false)), () -> 0, "1");
    assertThat(once("GET /metrics" + GET))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n")
        .contains("\nredis_sentinel_masters 1.0\n");
    assertThat(once("GET /metrics?name=x" + GET + "Accept: application/openmetrics-text\r\n"))
        .contains("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n")
        .endsWith("# EOF\n");
  }

  @Test
  void healthIsTheStatusAndALine() throws Exception {
    assertThat(once("GET /healthz" + GET))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\nok\n");
    health.set(new Health(false, "the engine does not get its turn\n"));
    assertThat(once("GET /healthz" + GET))
        .startsWith("HTTP/1.1 503 ")
        .endsWith("\r\n\r\nthe engine does not get its turn\n");
  }

  @Test
  void headIsGetWithoutContent() throws Exception {
    String get = once("GET /healthz" + GET);
    String head = once("HEAD /healthz" + GET);
    assertThat(head).isEqualTo(get.substring(0, get.length() - "ok\n".length()));
    assertThat(head).contains("content-length: 3\r\n").endsWith("\r\n\r\n");
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    for (String path : List.of("/", "/metrics/", "/metrics/x", "/healthz2", "/../metrics", "*")) {
      assertThat(once("GET " + path + GET)).as(path).startsWith("HTTP/1.1 404 ");
    }
    assertThat(once("GET /" + GET)).endsWith("not found; here are /metrics and /healthz\n");
  }

  @Test
  void nothingCanBeChanged() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "NONSENSE")) {
      assertThat(once(method + " /metrics" + GET + "Content-Length: 0\r\n"))
          .as(method)
          .startsWith("HTTP/1.1 405 ")
          .contains("allow: GET, HEAD\r\n");
    }
  }

  @Test
  void aPageThatFailsIsAnInternalErrorAndTheNextOneIsServed() throws Exception {
    metrics.watch(
        () -> {
          throw new IllegalStateException("secret");
        },
        () -> 0,
        "1");
    assertThat(once("GET /metrics" + GET))
        .startsWith("HTTP/1.1 500 ")
        .endsWith("internal error\n")
        .doesNotContain("secret");
    assertThat(once("GET /healthz" + GET)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aConnectionServesOneRequestAfterTheOther() throws Exception {
    Socket client = connect();
    for (int i = 0; i < 100; i++) {
      send(client, "GET /healthz" + GET + "\r\n");
      assertThat(until(client, "ok\n")).startsWith("HTTP/1.1 200 OK\r\n");
    }
    send(client, "GET /healthz HTTP/1.0\r\n\r\n");
    assertThat(rest(client)).endsWith("ok\n");
  }

  @Test
  void aLineOrHeadersThatAreTooLongAreRefused() throws Exception {
    assertThat(once("GET /" + "x".repeat(5_000) + GET)).startsWith("HTTP/1.1 414 ");
    assertThat(once("GET /metrics" + GET + "A: " + "x".repeat(9_000) + "\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertThat(once("GET /metrics" + GET + "A: x\r\n".repeat(3_000))).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void nonsenseIsRefused() throws Exception {
    assertThat(once("PING")).startsWith("HTTP/1.1 400 ");
    assertThat(once("\u0016\u0003\u0001\u0002\u0000 x y\r\n")).startsWith("HTTP/1.1 ");
    assertThat(once("GET /healthz" + GET)).as("others are served").startsWith("HTTP/1.1 200 ");
  }

  @Test
  void whoDoesNotFinishARequestKeepsNobodyWaitingAndIsCutOff() throws Exception {
    restart(new Bounds(4096, 8192, 64, Duration.ofMillis(500)));
    List<Socket> halfOpen = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Socket client = connect();
      send(client, i % 2 == 0 ? "GET /metrics HTTP/1.1\r\nHost: x\r\n" : "G");
      halfOpen.add(client);
    }
    assertThat(once("GET /healthz" + GET)).startsWith("HTTP/1.1 200 ");
    for (Socket client : halfOpen) {
      assertThat(rest(client)).isEmpty();
    }
  }

  @Test
  void whoDoesNotTakeTheAnswerIsCutOff() throws Exception {
    restart(new Bounds(4096, 8192, 1, Duration.ofMillis(500)));
    health.set(new Health(true, "x".repeat(50_000_000)));
    Socket client = connect();
    send(client, "GET /healthz" + GET + "\r\n");
    assertThat(client.getInputStream().read()).as("the answer has begun").isEqualTo('H');
    health.set(new Health(true, "ok\n"));
    // There is room for one: whoever is served next has it from the one that was cut off.
    await().ignoreExceptions().until(() -> once("GET /healthz" + GET).endsWith("ok\n"));
    assertThat(rest(client).length()).isLessThan(50_000_000);
  }

  @Test
  void requestsThatAreNotWaitedForDoNotPileUpAnswers() throws Exception {
    health.set(new Health(true, "x".repeat(20_000_000)));
    Socket client = connect();
    send(client, ("GET /healthz" + GET + "\r\n").repeat(50));
    assertThat(rest(client).length()).isLessThan(40_000_000);
  }

  @Test
  void connectionsAreBounded() throws Exception {
    restart(new Bounds(4096, 8192, 5, Duration.ofSeconds(60)));
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      idle.add(connect());
      send(idle.get(i), "GET /healthz" + GET + "\r\n");
      until(idle.get(i), "ok\n");
    }
    assertThat(rest(connect())).as("one too many").isEmpty();
    idle.get(0).close();
    await().ignoreExceptions().until(() -> once("GET /healthz" + GET).startsWith("HTTP/1.1 200 "));
  }

  @Test
  void anAddressThatIsTakenIsNamed() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> HttpEndpoint.open("127.0.0.1", endpoint.port(), metrics, health::get).close())
        .withMessageStartingWith(
            "cannot listen for metrics on 127.0.0.1:" + endpoint.port() + ": ");
  }

  /** Sends one request on a connection of its own, and tells all that came back. */
  private String once(String request) throws IOException {
    try (Socket client = connect()) {
      send(client, request + "Connection: close\r\n\r\n");
      return rest(client);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    open.add(socket);
    return socket;
  }

  private static void send(Socket client, String bytes) throws IOException {
    try {
      client.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    } catch (SocketException e) {
      // It was cut off before it had said everything; what it heard is still to be read.
      assertThat(client.isConnected()).isTrue();
    }
  }

  private static String rest(Socket client) throws IOException {
    return until(client, "\u0000never");
  }

  private static String until(Socket client, String end) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[64 << 10];
    InputStream in = client.getInputStream();
    try {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        all.write(chunk, 0, n);
        if (n < chunk.length && all.size() < 1 << 20 && all.toString(ISO_8859_1).endsWith(end)) {
          break;
        }
      }
    } catch (SocketException e) {
      return all.toString(ISO_8859_1); // Reset: an end as well.
    }
    return all.toString(ISO_8859_1);
  }
}
