package io.sentinelha.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One configuration error of every class, at the built program: it says where, what and why, ends
 * with status 1, and leaves the file and its folder as they were.
 */
final class ConfigErrorsTest {

  private static final String PRIMARY = "sentinel monitor orders 127.0.0.1 6379 2\n";
  private static final String MODE = "rw-r-----";
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);
  private static final int AT_ONCE = 4;
  private static final int PATIENCE_SECONDS = 120;

  /** What is in the file, and what is said of it behind the file's name. */
  private static final Map<String, String> CASES = new LinkedHashMap<>();

  static {
    CASES.put("nosuch-directive 1", ":1: nosuch-directive is no directive");
    CASES.put("\n\nsentinel nosuch orders 1", ":3: nosuch is no directive");
    CASES.put("port", ":1: port takes <port>: got 0 arguments");
    CASES.put("port 1 2", ":1: port takes <port>: got 2 arguments");
    CASES.put("port x", ":1: port must be a whole number: got x");
    CASES.put("port 65536", ":1: port must be <= 65535: got 65536");
    CASES.put("maxclients 0", ":1: maxclients must be > 0: got 0");
    CASES.put("protected-mode maybe", ":1: protected-mode must be yes or no: got maybe");
    CASES.put(
        "loglevel loud",
        ":1: loglevel must be one of debug, verbose, notice, warning, nothing: got loud");
    CASES.put(
        "unixsocketperm 999", ":1: unixsocketperm must be an octal number in 0..777: got 999");
    CASES.put("dir /no/such", ":1: dir must name a folder that exists: got /no/such");
    CASES.put(
        "logfile /no/such/log", ":1: logfile must be in a folder that exists: got /no/such/log");
    CASES.put(
        "include nosuch.conf",
        ":1: include cannot be read (no such file or folder): got nosuch.conf");
    CASES.put(
        "aclfile /no/such", ":1: aclfile is not supported yet: remove the line: got /no/such");
    CASES.put(
        "user alice on >secret ~* +@all",
        ":1: user must be the user 'default': others are not supported yet, remove the line:"
            + " got (hidden)");
    CASES.put(PRIMARY + "sentinel auth-pass orders \"open", ":2: has unbalanced quotes");
    CASES.put("\ufeffport 1", ":1: begins with a byte order mark");
    CASES.put(
        "sentinel monitor orders 127.0.0.1 6379",
        ":1: monitor for 'orders' takes <name> <ip> <port> <quorum>: got 3 arguments");
    CASES.put(
        "sentinel monitor orders 127.0.0.1 6379 0",
        ":1: monitor for 'orders' must have quorum > 0: got 0");
    CASES.put(
        "sentinel monitor orders no.such.host 6379 2",
        ":1: monitor for 'orders' must have as address a literal IPv4 or IPv6 address");
    CASES.put(
        "sentinel monitor a,b 127.0.0.1 1 1",
        ":1: monitor for 'a,b' must have a name without commas and control characters: got a,b");
    CASES.put(PRIMARY + PRIMARY, ":2: monitor for 'orders' must stand once");
    CASES.put(
        "sentinel down-after-milliseconds nobody 5000",
        ":1: down-after-milliseconds for 'nobody' is about a primary that no 'sentinel monitor'"
            + " line names");
    CASES.put(
        PRIMARY + "sentinel down-after-milliseconds orders -5",
        ":2: down-after-milliseconds for 'orders' must be > 0: got -5");
    CASES.put(
        PRIMARY + "sentinel auth-pass orders", ":2: auth-pass takes <name> <password>: got 1");
    CASES.put(
        PRIMARY + "sentinel known-replica orders 127.0.0.1 1\n".repeat(2),
        ":3: known-replica for 'orders' must name a replica once: got 127.0.0.1:1");
    CASES.put("sentinel myid short", ":1: myid must have 40 characters: got short");
    CASES.put(
        "sentinel current-epoch 18446744073709551615",
        ":1: current-epoch must be in 0..4611686018427387903");
    CASES.put(
        "sentinel resolve-hostnames yes",
        ":1: resolve-hostnames is not supported yet: remove the line or say no: got yes");
  }

  private record Verdict(int status, String output) {}

  @Test
  void everyClassOfErrorIsExplainedAndNothingIsTouched(@TempDir Path folder) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Callable<String>> checks = new ArrayList<>();
      CASES.forEach((content, text) -> checks.add(() -> check(folder, content, text)));
      for (Future<String> done : pool.invokeAll(checks)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static String check(Path folder, String content, String text)
      throws IOException, InterruptedException {
    Path home = Files.createTempDirectory(folder, "home");
    Path conf = home.resolve("sentinel.conf");
    Files.writeString(conf, content + "\n");
    Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString(MODE));
    Files.setLastModifiedTime(conf, LONG_AGO);

    Verdict verdict = run(home, conf, Files.createTempFile(folder, "out", ".txt"));

    assertThat(verdict.output()).as(content).contains(conf + text);
    assertThat(verdict.status()).as(content).isEqualTo(1);
    assertThat(Files.readString(conf)).isEqualTo(content + "\n");
    assertThat(Files.getLastModifiedTime(conf)).isEqualTo(LONG_AGO);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(conf))).isEqualTo(MODE);
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files).as(content).containsExactly(conf);
    }
    return verdict.output();
  }

  private static Verdict run(Path home, Path conf, Path out)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Daemon.LAUNCHER, conf.toString())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
      return new Verdict(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }
}
