package io.sentinelha.server.engine;

import java.util.Locale;

/** A number, perhaps with a unit of memory. */
public final class LongSetting extends Setting {

  private final long least;
  private final long most;
  private final boolean memory;
  private long value;

  private LongSetting(String name, long value, long least, long most, boolean memory) {
    super(name);
    this.value = value;
    this.least = least;
    this.most = most;
    this.memory = memory;
  }

  /** A number between two others, both allowed. */
  public static LongSetting of(String name, long value, long least, long most) {
    return new LongSetting(name, value, least, most, false);
  }

  /** Bytes; {@code 1k} is a thousand, {@code 1kb} 1024, and so on. */
  public static LongSetting memory(String name, long value, long least, long most) {
    return new LongSetting(name, value, least, most, true);
  }

  public long value() {
    return value;
  }

  @Override
  public String get() {
    return Long.toString(value);
  }

  @Override
  protected void parse(String text) {
    long parsed;
    try {
      parsed = memory ? bytes(text) : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          memory
              ? "argument must be a memory value"
              : "argument couldn't be parsed into an integer",
          e);
    }
    if (memory && parsed < 0) {
      throw new IllegalArgumentException("argument must be a memory value");
    }
    if (parsed < least || parsed > most) {
      throw new IllegalArgumentException(
          "argument must be between " + least + " and " + most + " inclusive");
    }
    value = parsed;
  }

  /** A number with a unit of memory. */
  public static long bytes(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int digits = 0;
    while (digits < lower.length()
        && (Character.isDigit(lower.charAt(digits)) || (digits == 0 && lower.charAt(0) == '-'))) {
      digits++;
    }
    long unit =
        switch (lower.substring(digits)) {
          case "", "b" -> 1;
          case "k" -> 1_000;
          case "kb" -> 1 << 10;
          case "m" -> 1_000_000;
          case "mb" -> 1 << 20;
          case "g" -> 1_000_000_000;
          case "gb" -> 1 << 30;
          default -> throw new NumberFormatException("unknown unit");
        };
    try {
      return Math.multiplyExact(Long.parseLong(lower.substring(0, digits)), unit);
    } catch (ArithmeticException e) {
      throw new NumberFormatException(e.getMessage());
    }
  }
}
