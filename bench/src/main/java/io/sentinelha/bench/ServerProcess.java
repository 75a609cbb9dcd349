package io.sentinelha.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server as a process of its own. Its output goes into a file of its folder. It never outlives
 * this JVM's orderly end.
 */
public final class ServerProcess implements AutoCloseable {

  private static final int SCREEN = 2_000;

  public final int port;
  private final List<String> command;
  private final Path folder;
  private final String name;
  private Process process;

  private ServerProcess(List<String> command, Path folder, String name, int port)
      throws IOException {
    this.command = List.copyOf(command);
    this.folder = folder;
    this.name = name;
    this.port = port;
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /**
   * Starts a server.
   *
   * @param folder its working directory; made if missing
   */
  public static ServerProcess start(List<String> command, Path folder, String name, int port)
      throws IOException {
    Files.createDirectories(folder);
    return new ServerProcess(command, folder, name, port);
  }

  private Process launch() throws IOException {
    File out = folder.resolve(name + ".out").toFile();
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(out))
        .start();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Says what a server printed last, if it ended.
   *
   * @throws IllegalStateException if it ended
   */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          name + " at port " + port + " ended with " + process.exitValue() + ": " + lastOutput());
    }
  }

  /** SIGKILL: no last words. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGKILL without waiting for the end, for whoever takes the time from the signal on. */
  public void killNow() {
    process.destroyForcibly();
  }

  /** SIGSTOP: everything stays open and nothing answers. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    List<String> words = List.of("kill", "-" + signal, Long.toString(process.pid()));
    Process kill = new ProcessBuilder(words).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("no signal " + signal + " to " + name);
    }
  }

  /** SIGTERM, then waits; returns the exit status. */
  public int terminate(int seconds) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " did not end within " + seconds + " s");
    }
    return process.exitValue();
  }

  /** Starts the same command again after it ended. */
  public void restart() throws IOException, InterruptedException {
    process.waitFor();
    process = launch();
  }

  /** Waits for the end by itself; returns the exit status. */
  public int waitForEnd(int seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " did not end within " + seconds + " s");
    }
    return process.exitValue();
  }

  /** Whatever the process printed so far. */
  public String output() throws IOException {
    return Files.readString(folder.resolve(name + ".out"));
  }

  /** The end of {@link #output}, for messages: no more than fits on a screen. */
  String lastOutput() {
    try {
      String all = output();
      return all.substring(Math.max(0, all.length() - SCREEN));
    } catch (IOException e) {
      return "no output can be read: " + e;
    }
  }

  /** CPU time used so far, in milliseconds; user and system together. */
  public long cpuMillis() {
    return process.toHandle().info().totalCpuDuration().map(d -> d.toMillis()).orElse(0L);
  }

  /** Resident memory in KiB. */
  public long residentKib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
