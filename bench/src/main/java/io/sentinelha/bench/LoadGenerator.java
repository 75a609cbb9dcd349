package io.sentinelha.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs redis-benchmark, so that a client that is not ours judges. */
final class LoadGenerator {

  /**
   * One measurement.
   *
   * @param rate requests per second
   * @param p50 milliseconds that half of the requests did not exceed
   */
  record Result(double rate, double p50, double p99) {}

  private final int clients;
  private final int valueBytes;
  private final int keys;

  LoadGenerator(int clients, int valueBytes, int keys) {
    this.clients = clients;
    this.valueBytes = valueBytes;
    this.keys = keys;
  }

  /** Runs one of the tests that redis-benchmark has: {@code set}, {@code mset}. */
  Result run(int port, String test, int pipeline, long requests) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-benchmark",
                "-p",
                Integer.toString(port),
                "-t",
                test,
                "-c",
                Integer.toString(clients),
                "-d",
                Integer.toString(valueBytes),
                "-P",
                Integer.toString(pipeline),
                "-n",
                Long.toString(requests),
                "-r",
                Integer.toString(keys),
                "--csv"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("\"") && !line.startsWith("\"test\"")) {
          return parse(line);
        }
      }
    } finally {
      process.destroy();
    }
    throw new IOException("no result from " + String.join(" ", command));
  }

  /** {@code "SET","12345.67","0.100","0.050","0.095","0.150","0.200","0.900"}. */
  static Result parse(String line) {
    String[] words = line.replace("\"", "").split(",");
    return new Result(
        Double.parseDouble(words[1]), Double.parseDouble(words[4]), Double.parseDouble(words[6]));
  }
}
