package io.sentinelha.server.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.function.Function;

/** Scores of sorted sets as text. */
final class Scores {

  /** No number that anybody wrote is longer. */
  private static final int LONGEST = 256;

  private Scores() {}

  /** Reads one; what is no number, or NaN, is refused. */
  static double parse(byte[] bytes, int from, int length, Function<String, RdbException> refusal)
      throws RdbException {
    double score = Double.NaN;
    if (length > 0 && length <= LONGEST) {
      String text = new String(bytes, from, length, ISO_8859_1);
      score =
          switch (text) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> number(text);
          };
    }
    if (Double.isNaN(score)) {
      throw refusal.apply("a score that is no number");
    }
    return score;
  }

  private static double number(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        return Double.NaN;
      }
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
