package io.sentinelha.core.sim.script;

import java.util.ArrayList;
import java.util.List;

/**
 * A script: lines of explanation, then blocks. A block is orders, a line {@code ----}, and what was
 * said while they were carried out; an empty line ends it.
 *
 * @param heading the lines that begin with {@code #}
 */
record Script(List<String> heading, List<Block> blocks) {

  private static final String RULE = "----";

  /**
   * Orders and their outcome.
   *
   * @param line of the first order in the file, from 1
   */
  record Block(int line, List<String> orders, List<String> transcript) {}

  static Script parse(List<String> lines) {
    List<String> heading = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    int at = 0;
    while (at < lines.size() && (lines.get(at).startsWith("#") || lines.get(at).isBlank())) {
      if (!lines.get(at).isBlank()) {
        heading.add(lines.get(at));
      }
      at++;
    }
    while (at < lines.size()) {
      int start = at;
      List<String> orders = new ArrayList<>();
      List<String> transcript = new ArrayList<>();
      while (at < lines.size() && !lines.get(at).isBlank() && !lines.get(at).equals(RULE)) {
        orders.add(lines.get(at++));
      }
      if (at < lines.size() && lines.get(at).equals(RULE)) {
        at++;
        while (at < lines.size() && !lines.get(at).isBlank()) {
          transcript.add(lines.get(at++));
        }
      }
      blocks.add(new Block(start + 1, orders, transcript));
      while (at < lines.size() && lines.get(at).isBlank()) {
        at++;
      }
    }
    return new Script(heading, blocks);
  }

  /** The text of the file. */
  List<String> format() {
    List<String> lines = new ArrayList<>(heading);
    for (Block block : blocks) {
      lines.add("");
      lines.addAll(block.orders);
      lines.add(RULE);
      lines.addAll(block.transcript);
    }
    return lines;
  }
}
