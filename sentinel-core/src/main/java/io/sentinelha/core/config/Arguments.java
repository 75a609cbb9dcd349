package io.sentinelha.core.config;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.IpLiteral;
import io.sentinelha.quorum.Epoch;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words after a directive's name, read as what the directive wants.
 *
 * <p>A label says which of several arguments is meant: with it a rule reads "must have quorum > 0",
 * without it "must be > 0".
 */
final class Arguments {

  private static final Pattern MEMORY = Pattern.compile("([0-9]{1,18})([a-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "b", 1L,
          "k", 1000L,
          "kb", 1L << 10,
          "m", 1_000_000L,
          "mb", 1L << 20,
          "g", 1_000_000_000L,
          "gb", 1L << 30);

  private final List<String> words;

  /**
   * Takes byte strings.
   *
   * @see Words
   */
  Arguments(List<String> words) {
    this.words = words;
  }

  /** Takes text. */
  static Arguments ofText(List<String> words) {
    return new Arguments(words.stream().map(Words::toBytes).toList());
  }

  int count() {
    return words.size();
  }

  Arguments from(int index) {
    return new Arguments(words.subList(index, words.size()));
  }

  /** Checks the number of arguments. */
  void requireCount(int least, int most, String form) throws BadValue {
    if (words.size() < least || words.size() > most) {
      String count = words.size() == 1 ? "1 argument" : words.size() + " arguments";
      String hint = words.size() > most ? " (a value with blanks needs quotes)" : "";
      throw new BadValue("takes " + form + ": got " + count + hint);
    }
  }

  String text(int index) throws BadValue {
    String bytes = words.get(index);
    return Words.toText(bytes).orElseThrow(() -> new BadValue("must be UTF-8 text", bytes));
  }

  List<String> texts() throws BadValue {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      all.add(text(i));
    }
    return all;
  }

  /** A text without control characters. */
  String line(int index, String label) throws BadValue {
    String text = text(index);
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      String where = label.isEmpty() ? "" : " in its " + label;
      throw new BadValue("must have no control character" + where, text);
    }
    return text;
  }

  long integer(int index, String label, long least, long most) throws BadValue {
    String text = text(index);
    BigInteger value = wholeNumber(text, must(label));
    if (value.compareTo(BigInteger.valueOf(least)) < 0) {
      throw new BadValue(than(label) + (least == 1 ? "> 0" : ">= " + least), text);
    }
    if (value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new BadValue(than(label) + "<= " + most, text);
    }
    return value.longValue();
  }

  /** Digits, after a minus perhaps, without superfluous zeros. */
  private static BigInteger wholeNumber(String text, String must) throws BadValue {
    int first = text.startsWith("-") ? 1 : 0;
    boolean digits = text.length() > first;
    for (int i = first; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    boolean padded = text.length() - first > 1 && text.charAt(first) == '0';
    if (!digits || padded) {
      throw new BadValue(must + "a whole number", text);
    }
    return new BigInteger(text);
  }

  /** A time or a count, in the range in which Redis reads one. */
  int natural(int index, int least) throws BadValue {
    return (int) integer(index, "", least, Integer.MAX_VALUE);
  }

  int port(int index, String label) throws BadValue {
    return (int) integer(index, label, 0, 65535);
  }

  boolean yesNo(int index) throws BadValue {
    String text = text(index);
    if (!text.equalsIgnoreCase("yes") && !text.equalsIgnoreCase("no")) {
      throw new BadValue("must be yes or no", text);
    }
    return text.equalsIgnoreCase("yes");
  }

  /** One of several words, in any case. */
  <T> T choice(int index, Map<String, T> choices) throws BadValue {
    T chosen = choices.get(text(index).toLowerCase(Locale.ROOT));
    if (chosen == null) {
      throw new BadValue("must be one of " + String.join(", ", choices.keySet()), text(index));
    }
    return chosen;
  }

  /** What {@link #choice} wants, in the order in which a message lists it. */
  static <T> Map<String, T> choices(List<T> values, Function<T, String> name) {
    Map<String, T> choices = new LinkedHashMap<>();
    values.forEach(value -> choices.put(name.apply(value), value));
    return choices;
  }

  String address(int index, String label) throws BadValue {
    String text = text(index);
    return IpLiteral.canonical(text)
        .orElseThrow(
            () ->
                new BadValue(
                    must(label)
                        + "a literal IPv4 or IPv6 address (host names are not supported yet)",
                    text));
  }

  /** An address and the port after it. */
  Endpoint endpoint(int index) throws BadValue {
    return new Endpoint(address(index, "address"), port(index + 1, "port"));
  }

  /** An amount of memory: a number and, in any case, one of b, k, kb, m, mb, g, gb. */
  long memory(int index) throws BadValue {
    String text = text(index);
    Matcher matcher = MEMORY.matcher(text.toLowerCase(Locale.ROOT));
    Long unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new BadValue("must have a size such as 512, 64mb or 1gb", text);
    }
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException e) {
      throw new BadValue("must have a size of less than 2^63 bytes", text);
    }
  }

  /**
   * An epoch. One beyond {@link Epoch#MAX} was not reached by elections: earlier versions of Redis
   * adopt any number that a peer claims, and then no later election can exceed it.
   */
  Epoch epoch(int index) throws BadValue {
    String text = text(index);
    BigInteger value = wholeNumber(text, must(""));
    if (value.signum() < 0 || value.compareTo(BigInteger.valueOf(Epoch.MAX)) > 0) {
      throw new BadValue(
          "must be in 0.."
              + Epoch.MAX
              + "; elections cannot have led there, so a peer or a tool sent a false epoch and"
              + " this group cannot fail over any more. To repair it, stop all supervisors of the"
              + " group, write one sane number (the highest that is left in any of their files, or"
              + " 1) into every current-epoch, config-epoch and leader-epoch line that is out of"
              + " range, and start them again",
          text);
    }
    return new Epoch(value.longValue());
  }

  private static String must(String label) {
    return label.isEmpty() ? "must be " : "must have as " + label + " ";
  }

  private static String than(String label) {
    return label.isEmpty() ? "must be " : "must have " + label + " ";
  }
}
