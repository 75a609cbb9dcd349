package io.sentinelha.resp;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values that are one line. */
final class ScalarLine {

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,19}");
  private static final Pattern BIG = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?[0-9]{1,400}(\\.[0-9]{0,400})?([eE][+-]?[0-9]{1,9})?");

  private ScalarLine() {}

  /**
   * The value that a line stands for.
   *
   * @param line without its type character and its end
   * @return null if the line does not fit its type, or the type does not exist
   */
  static @Nullable RespValue parse(char type, String line) {
    return switch (type) {
      case '+' -> new RespValue.SimpleString(line);
      case '-' -> new RespValue.ErrorReply(line);
      case ':' -> integer(line);
      case '_' -> line.isEmpty() ? new RespValue.Null() : null;
      case '#' -> bool(line);
      case ',' -> dbl(line);
      case '(' -> BIG.matcher(line).matches() ? new RespValue.BigNumber(big(line)) : null;
      default -> null;
    };
  }

  private static @Nullable RespValue integer(String line) {
    if (!INTEGER.matcher(line).matches()) {
      return null;
    }
    BigInteger value = big(line);
    return value.bitLength() > 63 ? null : new RespValue.Int(value.longValue());
  }

  private static BigInteger big(String line) {
    return new BigInteger(line.startsWith("+") ? line.substring(1) : line);
  }

  private static @Nullable RespValue bool(String line) {
    return switch (line) {
      case "t" -> new RespValue.Bool(true);
      case "f" -> new RespValue.Bool(false);
      default -> null;
    };
  }

  private static @Nullable RespValue dbl(String line) {
    return switch (line) {
      case "inf" -> new RespValue.Dbl(Double.POSITIVE_INFINITY);
      case "-inf" -> new RespValue.Dbl(Double.NEGATIVE_INFINITY);
      case "nan" -> new RespValue.Dbl(Double.NaN);
      default ->
          DECIMAL.matcher(line).matches() ? new RespValue.Dbl(Double.parseDouble(line)) : null;
    };
  }
}
