package io.sentinelha.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Literal IP addresses. Nothing is ever looked up.
 *
 * <p>An IPv4 address is four decimal numbers. Shorter and octal spellings ({@code 127.1}, {@code
 * 010.0.0.1}), which Redis takes and writes back in full, are refused: an operator who sees them
 * cannot tell which address is meant. So are IPv6 zones, which Redis drops without a word.
 */
public final class IpLiteral {

  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final int GROUPS = 8;

  private IpLiteral() {}

  /**
   * The one spelling of an address: IPv6 in lower case with its longest run of zeros left out, as
   * {@code inet_ntop} prints it and Redis writes it.
   *
   * @return empty when the text is no address
   */
  public static Optional<String> canonical(String text) {
    if (text.indexOf(':') < 0) {
      return ipv4(text) >= 0 ? Optional.of(text) : Optional.empty();
    }
    return ipv6Groups(text).map(IpLiteral::print);
  }

  /** The 32 bits of an IPv4 address; negative when the text is none. */
  private static long ipv4(String text) {
    long bits = 0;
    int at = 0;
    for (int i = 0; i < 4; i++) {
      int end = i < 3 ? text.indexOf('.', at) : text.length();
      int number = end < 0 ? -1 : number(text, at, end);
      if (number < 0) {
        return -1;
      }
      bits = bits << 8 | number;
      at = end + 1;
    }
    return bits;
  }

  /** The two 16-bit groups that the four numbers make. */
  private static Optional<List<Integer>> ipv4Groups(String text) {
    long bits = ipv4(text);
    return bits < 0
        ? Optional.empty()
        : Optional.of(List.of((int) (bits >> 16), (int) (bits & 0xffff)));
  }

  /** A number from 0 to 255 without superfluous zeros; negative when there is none. */
  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    boolean padded = to - from > 1 && text.charAt(from) == '0';
    boolean rightLength = to > from && to - from <= 3;
    return rightLength && !padded && value <= 255 ? value : -1;
  }

  private static Optional<List<Integer>> ipv6Groups(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true).filter(all -> all.size() == GROUPS);
    }
    Optional<List<Integer>> head = groups(text.substring(0, gap), false);
    Optional<List<Integer>> tail = groups(text.substring(gap + 2), true);
    if (head.isEmpty() || tail.isEmpty() || head.get().size() + tail.get().size() >= GROUPS) {
      return Optional.empty();
    }
    List<Integer> all = new ArrayList<>(head.get());
    while (all.size() + tail.get().size() < GROUPS) {
      all.add(0);
    }
    all.addAll(tail.get());
    return Optional.of(all);
  }

  /** Groups between colons; the last may be an IPv4 address where one is allowed. */
  private static Optional<List<Integer>> groups(String text, boolean endsAddress) {
    List<Integer> all = new ArrayList<>();
    if (text.isEmpty()) {
      return Optional.of(all);
    }
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      if (GROUP.matcher(parts[i]).matches()) {
        all.add(Integer.parseInt(parts[i], 16));
        continue;
      }
      Optional<List<Integer>> embedded = ipv4Groups(parts[i]);
      if (embedded.isEmpty() || !endsAddress || i < parts.length - 1) {
        return Optional.empty();
      }
      all.addAll(embedded.get());
    }
    return Optional.of(all);
  }

  private static String print(List<Integer> groups) {
    int start = longestZeros(groups);
    if (start < 0) {
      return join(groups);
    }
    int end = start + zerosFrom(groups, start);
    if (start == 0 && end == 6) {
      return "::" + printIpv4(groups.get(6), groups.get(7));
    }
    if (start == 0 && end == 5 && groups.get(5) == 0xffff) {
      return "::ffff:" + printIpv4(groups.get(6), groups.get(7));
    }
    return join(groups.subList(0, start)) + "::" + join(groups.subList(end, GROUPS));
  }

  private static String join(List<Integer> groups) {
    return groups.stream().map(Integer::toHexString).collect(Collectors.joining(":"));
  }

  private static String printIpv4(int high, int low) {
    return (high >> 8) + "." + (high & 255) + "." + (low >> 8) + "." + (low & 255);
  }

  /** Where the first longest run of at least two zeros starts; -1 for none. */
  private static int longestZeros(List<Integer> groups) {
    int best = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int here = zerosFrom(groups, i);
      if (here > length) {
        best = i;
        length = here;
      }
    }
    return best;
  }

  private static int zerosFrom(List<Integer> groups, int from) {
    int at = from;
    while (at < GROUPS && groups.get(at) == 0) {
      at++;
    }
    return at - from;
  }
}
