package io.sentinelha.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what Linux tells under /proc; zeros elsewhere. */
final class LinuxMachine implements Machine {

  private static final long PAGE = 4096;
  private static final long TICK_MICROS = 10_000;

  LinuxMachine() {}

  @Override
  public long residentBytes() {
    String[] words = words("/proc/self/statm");
    return words.length > 1 ? PAGE * Long.parseLong(words[1]) : 0;
  }

  @Override
  public long totalBytes() {
    String[] words = words("/proc/meminfo");
    return words.length > 1 ? 1024 * Long.parseLong(words[1]) : 0;
  }

  @Override
  public CpuTime process() {
    return times("/proc/self/stat");
  }

  @Override
  public CpuTime thread() {
    return times("/proc/thread-self/stat");
  }

  private static CpuTime times(String file) {
    String text = text(file);
    // The name of the program stands between parentheses and may hold anything.
    String[] words = text.substring(text.lastIndexOf(')') + 1).trim().split(" ");
    if (words.length < 13) {
      return new CpuTime(0, 0);
    }
    return new CpuTime(
        TICK_MICROS * Long.parseLong(words[11]), TICK_MICROS * Long.parseLong(words[12]));
  }

  private static String[] words(String file) {
    return text(file).split("\\s+");
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file), ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
