package io.sentinelha.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP endpoint: {@code /metrics} for Prometheus and {@code /healthz} for whoever wants to know
 * whether the process works. Read-only.
 */
public final class HttpEndpoint implements AutoCloseable {

  /** Whether the supervisor works, and one line that says how. */
  public record Health(boolean ok, String text) {}

  private static final Logger log = LoggerFactory.getLogger(HttpEndpoint.class);
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String TEXT_TYPE = "text/plain; charset=utf-8";
  private static final int THREADS = 2;
  private static final int BACKLOG = 16;

  private final HttpServer server;
  private final ExecutorService threads;

  private HttpEndpoint(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Opens the endpoint.
   *
   * @param port 0 for any free one
   * @throws IOException if the address cannot be listened on, naming it
   */
  public static HttpEndpoint open(
      String host, int port, SupervisorMetrics metrics, Supplier<Health> health)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen for metrics on " + host + ":" + port + ": " + e.getMessage(), e);
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "http-endpoint");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/metrics", page(METRICS_TYPE, () -> new Health(true, metrics.scrape())));
    server.createContext("/healthz", page(TEXT_TYPE, health));
    server.createContext("/", HttpEndpoint::notFound);
    server.start();
    return new HttpEndpoint(server, threads);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static HttpHandler page(String type, Supplier<Health> content) {
    return exchange -> {
      String method = exchange.getRequestMethod();
      // A context serves everything below it; here only the path itself exists.
      boolean exact =
          exchange.getRequestURI().getPath().equals(exchange.getHttpContext().getPath());
      if (!exact) {
        notFound(exchange);
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        answer(exchange, 405, TEXT_TYPE, "only GET and HEAD are served here\n");
      } else {
        serve(exchange, type, content);
      }
    };
  }

  private static void serve(HttpExchange exchange, String type, Supplier<Health> content)
      throws IOException {
    try {
      Health page = content.get();
      answer(exchange, page.ok() ? 200 : 503, type, page.text());
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("the HTTP endpoint could not answer");
      answer(exchange, 500, TEXT_TYPE, "internal error\n");
    }
  }

  private static void notFound(HttpExchange exchange) throws IOException {
    answer(exchange, 404, TEXT_TYPE, "not found; here are /metrics and /healthz\n");
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
