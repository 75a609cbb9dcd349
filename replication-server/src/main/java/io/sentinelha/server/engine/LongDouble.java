package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.store.Slice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number with the 64-bit mantissa that C's {@code long double} has on x86, because Redis adds in
 * it and clients see the digits.
 */
public final class LongDouble {

  public static final LongDouble ZERO = new LongDouble(BigDecimal.ZERO, true);

  private static final LongDouble INFINITE = new LongDouble(BigDecimal.ZERO, false);
  private static final int MANTISSA_BITS = 64;
  private static final int LONGEST = 5 * 1024;

  /** Largest and smallest decimal exponents. */
  private static final int MOST_EXPONENT = 4932;

  private static final int LEAST_EXPONENT = -4951;

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");
  private static final Pattern HEX =
      Pattern.compile("([+-]?)0[xX]([0-9a-fA-F]*)(\\.?)([0-9a-fA-F]*)(?:[pP]([+-]?\\d{1,5}))?");
  private static final Pattern INFINITY = Pattern.compile("[+-]?inf(inity)?");

  private final BigDecimal value;
  private final boolean finite;

  private LongDouble(BigDecimal value, boolean finite) {
    this.value = value;
    this.finite = finite;
  }

  /** Reads a number, as C's strtold does. */
  public static LongDouble parse(Slice text) {
    if (text.length() == 0 || text.length() >= LONGEST) {
      throw CommandError.NOT_A_FLOAT;
    }
    String digits = new String(text.array(), text.start(), text.length(), ISO_8859_1);
    if (INFINITY.matcher(digits.toLowerCase(Locale.ROOT)).matches()) {
      return INFINITE;
    }
    BigDecimal exact = exact(digits);
    if (exact.signum() == 0) {
      return ZERO;
    }
    long exponent = (long) exact.precision() - exact.scale() - 1;
    if (exponent > MOST_EXPONENT || exponent < LEAST_EXPONENT) {
      throw CommandError.NOT_A_FLOAT;
    }
    return new LongDouble(rounded(exact), true);
  }

  /** The number that a double is; it must be finite. */
  public static LongDouble of(double value) {
    return value == 0 ? ZERO : new LongDouble(new BigDecimal(value), true);
  }

  private static BigDecimal exact(String digits) {
    Matcher hex = HEX.matcher(digits);
    if (hex.matches() && hex.group(2).length() + hex.group(4).length() > 0) {
      BigInteger mantissa = new BigInteger(hex.group(2) + hex.group(4), 16);
      int power = hex.group(5) == null ? 0 : Integer.parseInt(hex.group(5));
      BigDecimal value = scale(new BigDecimal(mantissa), power - 4 * hex.group(4).length());
      return hex.group(1).equals("-") ? value.negate() : value;
    }
    if (!DECIMAL.matcher(digits).matches()) {
      throw CommandError.NOT_A_FLOAT;
    }
    return new BigDecimal(digits);
  }

  public LongDouble plus(LongDouble other) {
    if (!finite || !other.finite) {
      return INFINITE;
    }
    BigDecimal sum = rounded(value.add(other.value));
    boolean fits = sum.precision() - sum.scale() - 1 <= MOST_EXPONENT;
    return fits ? new LongDouble(sum, true) : INFINITE;
  }

  public boolean isFinite() {
    return finite;
  }

  /** Without an exponent: 17 digits behind the point, zeros at the end left out. */
  public String text() {
    BigDecimal fixed = value.setScale(17, RoundingMode.HALF_EVEN);
    return fixed.signum() == 0 ? "0" : fixed.stripTrailingZeros().toPlainString();
  }

  /** The nearest number that a 64-bit mantissa can hold. */
  private static BigDecimal rounded(BigDecimal exact) {
    if (exact.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigInteger whole = exact.abs().toBigInteger();
    int shift;
    if (whole.signum() > 0) {
      shift = whole.bitLength() - MANTISSA_BITS;
    } else {
      BigInteger inverse = BigDecimal.ONE.divide(exact.abs(), 0, RoundingMode.UP).toBigInteger();
      shift = 1 - inverse.bitLength() - MANTISSA_BITS;
    }
    BigDecimal scaled = scale(exact, -shift).setScale(0, RoundingMode.HALF_EVEN);
    if (scaled.abs().toBigInteger().bitLength() < MANTISSA_BITS) {
      shift--;
      scaled = scale(exact, -shift).setScale(0, RoundingMode.HALF_EVEN);
    }
    return scale(scaled, shift);
  }

  /** Times a power of two, exactly. */
  private static BigDecimal scale(BigDecimal number, int power) {
    if (power >= 0) {
      return number.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(power)));
    }
    BigDecimal fivePower = new BigDecimal(BigInteger.valueOf(5).pow(-power));
    return number.multiply(fivePower).scaleByPowerOfTen(power);
  }
}
