package io.sentinelha.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelha.resp.RespValue;
import io.sentinelha.resp.server.ListenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what it costs to watch many healthy primaries, side by side with redis-sentinel. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description = {
      "Lets one supervisor of each contender in turn watch many idle primaries, and takes its",
      "processor time, memory and the traffic it makes over a window of steady state. Anything",
      "found down meanwhile is a false alarm, and makes the exit status 1."
    })
final class ScaleBench implements Callable<Integer> {

  private static final int READY_MILLIS = 120_000;
  private static final List<String> ALARMS = List.of("+sdown", "+odown", "+tilt");

  @Spec private CommandSpec spec;

  @Option(names = "--primaries", defaultValue = "300", description = "How many (${DEFAULT-VALUE}).")
  private int primaries;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Of steady state (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--down-after",
      defaultValue = "5000",
      description = "Milliseconds (${DEFAULT-VALUE}).")
  private int downAfter;

  @Option(
      names = "--contender",
      split = ",",
      defaultValue = "ours,redis",
      description =
          "ours, redis, recorded (ours with its flight recorder on), or several of them, also one"
              + " more than once (${DEFAULT-VALUE}).")
  private List<String> contenders;

  @Option(
      names = "--ours",
      defaultValue = "bin/sentinel {conf}",
      description = "Command line of our supervisor (${DEFAULT-VALUE}).")
  private String ours;

  /**
   * What one contender cost; memory in KiB, processor time in percent of one core, recorded bytes a
   * second.
   */
  private record Cost(
      String contender,
      long readyMillis,
      double cpu,
      long memory,
      double requests,
      long recorded,
      int alarms) {}

  @Override
  public Integer call() throws IOException, ListenException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("scale-bench");
    boolean calm = true;
    int round = 0;
    try (FakePrimaries fakes = FakePrimaries.start(primaries)) {
      for (String contender : contenders) {
        round++;
        Cost cost = measure(contender, fakes, folder.resolve(contender + round));
        out.println(json(cost));
        out.flush();
        calm &= cost.alarms == 0;
      }
    }
    return calm ? 0 : 1;
  }

  private Cost measure(String contender, FakePrimaries fakes, Path folder)
      throws IOException, InterruptedException {
    int port = Ports.free(1).get(0);
    Path conf = configure(folder, port, fakes.ports());
    long start = System.nanoTime();
    try (ServerProcess supervisor =
        ServerProcess.start(Contenders.command(contender, ours, conf), folder, contender, port)) {
      Await.until("all primaries are up", READY_MILLIS, () -> areUp(port));
      long ready = (System.nanoTime() - start) / 1_000_000;
      // What start-up leaves behind (compilation, first reports) is not steady state.
      int early = alarms(port, 15_000);
      long cpu = supervisor.cpuMillis();
      long requests = fakes.requests();
      long recorded = size(Contenders.recording(conf));
      long from = System.nanoTime();
      int alarms = early + alarms(port, seconds * 1_000);
      double window = (System.nanoTime() - from) / 1e9;
      return new Cost(
          contender,
          ready,
          hundredths((supervisor.cpuMillis() - cpu) / 10.0 / window),
          supervisor.residentKib(),
          hundredths((fakes.requests() - requests) / window),
          Math.round((size(Contenders.recording(conf)) - recorded) / window),
          alarms);
    }
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }

  /** Bytes of the files in a folder; 0 when there is none. */
  private static long size(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    long size = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }

  private Path configure(Path folder, int port, List<Integer> ports) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("port " + port);
    lines.add("bind 127.0.0.1");
    lines.add("dir " + Files.createDirectories(folder));
    for (int primary : ports) {
      String name = "p" + primary;
      lines.add("sentinel monitor " + name + " 127.0.0.1 " + primary + " 1");
      lines.add("sentinel down-after-milliseconds " + name + " " + downAfter);
    }
    Path conf = folder.resolve("sentinel.conf");
    Files.write(conf, lines);
    return conf;
  }

  private boolean areUp(int port) throws IOException {
    try (RespClient client = new RespClient(port, 1_000)) {
      client.send("SENTINEL", "MASTERS");
      List<RespValue> all = RespClient.elements(client.receive(10_000));
      return all.size() == primaries && all.stream().allMatch(ScaleBench::isUp);
    }
  }

  private static boolean isUp(RespValue primary) {
    Map<String, String> fields = RespClient.toMap(primary);
    return "master".equals(fields.get("flags")) && !"".equals(fields.get("runid"));
  }

  /** Listens for that long and counts what was found down. */
  private static int alarms(int port, int millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000L;
    try (RespClient client = new RespClient(port, 1_000)) {
      List<String> words = new ArrayList<>(List.of("SUBSCRIBE"));
      words.addAll(ALARMS);
      client.send(words.toArray(String[]::new));
      for (int i = 0; i < ALARMS.size(); i++) {
        client.receive(5_000);
      }
      int count = 0;
      while (true) {
        int left = (int) ((end - System.nanoTime()) / 1_000_000);
        if (left <= 0) {
          return count;
        }
        try {
          client.receive(left);
          count++;
        } catch (SocketTimeoutException e) {
          return count; // Quiet until the end, as it should be.
        }
      }
    }
  }

  private static String json(Cost cost) throws JsonProcessingException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("contender", cost.contender);
    line.put("ready_ms", cost.readyMillis);
    line.put("cpu_percent_of_a_core", cost.cpu);
    line.put("resident_kib", cost.memory);
    line.put("requests_per_second", cost.requests);
    line.put("recorded_bytes_per_second", cost.recorded);
    line.put("false_alarms", cost.alarms);
    return new ObjectMapper().writeValueAsString(line);
  }
}
