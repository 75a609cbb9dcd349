package io.sentinelha.server.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where keys of a command stand, in the terms of COMMAND INFO: first where to begin, then how to go
 * on from there.
 *
 * <p>As text: {@code index 1 range 0 1 0 RO,access}, {@code keyword STREAMS 1 range -1 1 2 RO},
 * {@code index 2 keynum 0 1 1 RO}, {@code unknown unknown RO}.
 *
 * @param keyword to look for; null if keys begin at the index {@code begin}
 * @param begin an index; where to look for the keyword from, counted from the end when negative; 0
 *     if not known
 * @param find how to go on
 * @param numbers range: last key relative to the first or from the end, step, limit; keynum: index
 *     of the number, of the first key, step; all relative to the beginning
 * @param flags what is done to the keys
 */
public record KeySpec(
    @Nullable String keyword, int begin, Find find, List<Integer> numbers, List<String> flags) {

  /** How to go on from the beginning. */
  public enum Find {
    RANGE,
    KEYNUM,
    UNKNOWN
  }

  public KeySpec {
    numbers = List.copyOf(numbers);
    flags = List.copyOf(flags);
  }

  static KeySpec parse(String text) {
    String[] words = text.split(" ");
    int at = 0;
    String keyword = null;
    int begin = 0;
    switch (words[at++]) {
      case "index" -> begin = Integer.parseInt(words[at++]);
      case "keyword" -> {
        keyword = words[at++];
        begin = Integer.parseInt(words[at++]);
      }
      default -> begin = 0;
    }
    Find find =
        switch (words[at++]) {
          case "range" -> Find.RANGE;
          case "keynum" -> Find.KEYNUM;
          default -> Find.UNKNOWN;
        };
    List<Integer> numbers = new ArrayList<>();
    while (find != Find.UNKNOWN && numbers.size() < 3) {
      numbers.add(Integer.parseInt(words[at++]));
    }
    return new KeySpec(keyword, begin, find, numbers, Arrays.asList(words[at].split(",")));
  }

  /** Whether the arguments it speaks of are keys; a shard channel is not. */
  public boolean isKey() {
    return !flags.contains("not_key");
  }

  /**
   * The positions of the keys.
   *
   * @return null when the request does not have the shape that it should have
   */
  public @Nullable List<Integer> positions(Args args) {
    int first = first(args);
    if (find == Find.UNKNOWN || first < 0) {
      return List.of();
    }
    if (first == 0 || first >= args.count()) {
      return keyword == null ? null : List.of();
    }
    return find == Find.RANGE ? range(args, first) : counted(args, first);
  }

  /** -1 if there are none. */
  private int first(Args args) {
    if (keyword == null) {
      return begin;
    }
    int from = begin > 0 ? begin : args.count() + begin;
    int step = begin > 0 ? 1 : -1;
    for (int i = from; i > 0 && i < args.count(); i += step) {
      if (args.is(i, keyword)) {
        return i + 1;
      }
    }
    return -1;
  }

  private @Nullable List<Integer> range(Args args, int first) {
    int last = numbers.get(0);
    int limit = numbers.get(2);
    if (last >= 0) {
      last += first;
    } else if (limit <= 1) {
      last += args.count();
    } else {
      last = first + (args.count() - first) / limit + last;
    }
    List<Integer> found = new ArrayList<>();
    for (int i = first; i <= last; i += numbers.get(1)) {
      if (i >= args.count()) {
        return null;
      }
      found.add(i);
    }
    return found;
  }

  private @Nullable List<Integer> counted(Args args, int first) {
    int at = first + numbers.get(0);
    if (at >= args.count() || !Numbers.isNumber(args.buffer(), args.start(at), args.length(at))) {
      return null;
    }
    long count = args.number(at);
    int key = first + numbers.get(1);
    int step = numbers.get(2);
    if (count < 0 || key + count * step > args.count() + step - 1L) {
      return null;
    }
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      found.add(key + i * step);
    }
    return found;
  }
}
