package io.sentinelha.resp.server;

import io.sentinelha.resp.Request;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the keys of a command stand among its arguments.
 *
 * @param first position of the first key, the command's name being 0; positive
 * @param last position of the last key; counted from the end when negative, -1 being the last
 *     argument
 * @param step distance between two keys; positive
 * @param flags what is done to them, in the words of COMMAND INFO: {@code RO}, {@code access}
 */
public record Keys(int first, int last, int step, List<String> flags) {

  public Keys {
    if (first <= 0 || step <= 0) {
      throw new IllegalArgumentException(
          "first and step must be > 0: got " + first + " and " + step);
    }
    flags = List.copyOf(flags);
  }

  /** One key, at position 1. */
  public static Keys one(String... flags) {
    return new Keys(1, 1, 1, List.of(flags));
  }

  /** All the way from position 1 to the end. */
  public static Keys all(int step, String... flags) {
    return new Keys(1, -1, step, List.of(flags));
  }

  /** The positions of the keys in a request whose arity was checked. */
  public IntStream positions(Request request) {
    int end = last < 0 ? request.argc() + last : Math.min(last, request.argc() - 1);
    return IntStream.iterate(first, at -> at <= end, at -> at + step);
  }
}
