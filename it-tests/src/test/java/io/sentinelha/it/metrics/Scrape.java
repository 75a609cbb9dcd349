package io.sentinelha.it.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One scrape of an endpoint.
 *
 * @param text as served
 * @param series value by name and labels, as they stand in the text
 */
record Scrape(String text, Map<String, Double> series) {

  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][^{ ]*)(\\{.*\\})? (\\S+)");

  /** It could read everything, and finds fault with names or help texts. */
  private static final int LINT_STATUS = 3;

  /** One for all: each keeps its connections for a while, and endpoints bound their number. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  static Scrape of(int port) throws IOException, InterruptedException {
    HttpResponse<String> response = get(port, "/metrics");
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode() + ": " + response.body());
    }
    Map<String, Double> series = new LinkedHashMap<>();
    for (String line : response.body().split("\n", -1)) {
      Matcher matcher = SAMPLE.matcher(line);
      if (!line.startsWith("#") && matcher.matches()) {
        String labels = Optional.ofNullable(matcher.group(2)).orElse("");
        series.put(matcher.group(1) + labels, Double.parseDouble(matcher.group(3)));
      }
    }
    return new Scrape(response.body(), series);
  }

  static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    return send(port, path, HttpRequest.newBuilder().GET());
  }

  static HttpResponse<String> send(int port, String path, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return CLIENT.send(
        request.uri(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The names of all metrics. */
  Set<String> names() {
    return series.keySet().stream()
        .map(name -> name.replaceFirst("\\{.*", ""))
        .collect(Collectors.toSet());
  }

  /**
   * The value of one series.
   *
   * @throws AssertionError if there is none of that name and those labels, which may be some of its
   *     labels
   */
  double value(String name, String... labels) {
    return series.entrySet().stream()
        .filter(e -> e.getKey().equals(name) || e.getKey().startsWith(name + "{"))
        .filter(e -> Set.of(labels).stream().allMatch(e.getKey()::contains))
        .mapToDouble(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + Set.of(labels) + " in\n" + text));
  }

  /**
   * What {@code promtool check metrics} has to complain about; empty when it is content.
   *
   * @throws IOException if it could not read the text at all
   */
  String complaints() throws IOException, InterruptedException {
    Process promtool;
    try {
      promtool =
          new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException("promtool is missing; bin/test installs it", e);
    }
    promtool.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    promtool.getOutputStream().close();
    String output =
        new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int status = promtool.waitFor();
    if (status != 0 && status != LINT_STATUS) {
      throw new IOException("promtool ends with " + status + ": " + output + "\n" + text);
    }
    return output;
  }
}
