package io.sentinelha.core.config;

import java.util.List;

/**
 * A line that says something.
 *
 * @param position in the order of reading, over all files
 * @param mainLine its index among the lines of the main file, counted from 0; negative when it
 *     stands elsewhere (an included file, the command line) and so cannot be rewritten
 * @param blame index of the main line that must go if this is wrong: its own, or that of the
 *     include line that led here after the start; negative for none
 * @param name the first word, in lower case
 * @param arguments the other words, as byte strings
 */
record Statement(
    int position, Origin origin, int mainLine, int blame, String name, List<String> arguments) {

  static final int ELSEWHERE = -1;

  Statement {
    arguments = List.copyOf(arguments);
  }

  boolean isExternal() {
    return mainLine < 0;
  }
}
