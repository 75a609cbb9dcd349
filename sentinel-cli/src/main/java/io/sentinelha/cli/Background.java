package io.sentinelha.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Running in the background. A Java process cannot fork itself, so the same program is started once
 * more, in a session of its own, without a terminal and with {@code daemonize no} behind its
 * arguments.
 */
final class Background {

  private static final long SETTLE_MILLIS = 1_500;

  private Background() {}

  /**
   * Starts it and waits a moment, so that a failure at the start is reported to whoever asked.
   *
   * @param daemon the command
   * @param options of the command itself
   * @param arguments the file and directives
   */
  static int start(String daemon, List<String> arguments, List<String> options)
      throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(ThisProgram.command());
    command.add(daemon);
    command.addAll(options);
    command.addAll(arguments);
    command.addAll(List.of("--daemonize", "no"));
    try {
      // The caller's own may be a pipe whose reader waits for its end.
      Path errors = Files.createTempFile("sentinel", ".err");
      Process child =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(errors.toFile())
              .start();
      boolean ended = child.waitFor(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
      System.err.write(Files.readAllBytes(errors));
      System.err.flush();
      Files.delete(errors);
      return ended ? child.exitValue() : 0;
    } catch (IOException e) {
      throw new Refusal(
          Refusal.FAILED,
          "cannot run in the background ("
              + e.getMessage()
              + "); set 'daemonize no' and let a"
              + " service manager do it");
    }
  }
}
