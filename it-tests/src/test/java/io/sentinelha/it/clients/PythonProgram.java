package io.sentinelha.it.clients;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The program around redis-py, run by a Python that has it. */
final class PythonProgram {

  private static final Path FOLDER = Path.of("src", "test", "resources", "clients", "python");

  /** The system's own comes first: that is where a distribution's package puts the library. */
  private static final List<String> INTERPRETERS = List.of("/usr/bin/python3", "python3");

  private PythonProgram() {}

  static Scripted start(ClientSetup setup) throws IOException, InterruptedException {
    return Scripted.start(List.of(interpreter(), "client.py"), FOLDER, setup);
  }

  /** Runs a script to its end. */
  static Tool.Outcome run(String script, String argument) throws IOException, InterruptedException {
    return Tool.run(FOLDER, interpreter(), script, argument);
  }

  private static String interpreter() throws IOException, InterruptedException {
    for (String python : INTERPRETERS) {
      if (Tool.run(FOLDER, python, "-c", "import redis.sentinel").isSuccess()) {
        return python;
      }
    }
    throw new AssertionError(
        "this test needs Python 3 with redis-py (Debian: apt-get install python3-redis)");
  }
}
