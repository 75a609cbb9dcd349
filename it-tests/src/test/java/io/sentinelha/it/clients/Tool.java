package io.sentinelha.it.clients;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A program of the system that runs to its end. */
final class Tool {

  /** How it went; an exit status of 127 stands for a program that is not there. */
  record Outcome(int status, String output) {
    boolean isSuccess() {
      return status == 0;
    }
  }

  private static final int NOT_FOUND = 127;

  private Tool() {}

  static Outcome run(Path folder, String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Outcome(NOT_FOUND, List.of(command) + ": " + e.getMessage());
    }
    try (InputStream out = process.getInputStream()) {
      String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    }
  }
}
