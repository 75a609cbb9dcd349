package io.sentinelha.server.diff;

import java.util.List;
import java.util.random.RandomGenerator;

/** Random words of all kinds that commands take, edges more often than the rest. */
final class Values {

  private static final String KEY_KINDS = "tnhlszoebyg";
  private static final String[] INTEGERS = {
    "0", "1", "-1", "2", "10", "100", "-100", "9223372036854775807", "-9223372036854775808",
    "9223372036854775808", "-9223372036854775807", "4294967296", "", "abc", "1.5", "01", "+1", " 1",
    "1 ", "-0", "--1"
  };
  private static final String[] FLOATS = {
    "0",
    "-0",
    "1",
    "1.5",
    "-2.25",
    "1e3",
    "3.0e-3",
    "inf",
    "-inf",
    "+inf",
    "Infinity",
    "nan",
    "",
    "abc",
    "0x10",
    "1.",
    ".5",
    " 1",
    "1 ",
    "1e400",
    "1e-400",
    "1e5000",
    "9007199254740993",
    "1e17",
    "123456789.123456789",
    "0.1",
    "-3.3",
    "1e",
    "0x",
    "5e-324",
    "17976931348623157e292"
  };
  private static final String[] SCORES = {
    "0", "1", "2", "3", "-1", "1.5", "2.25", "-7.75", "100", "1e6", "inf", "-inf", "0.1", "1e18"
  };
  private static final String[] BOUNDS = {
    "-inf", "+inf", "inf", "(1", "(2", "0", "1", "2", "(0", "1.5", "(inf", "(-inf", "-1", "100"
  };
  private static final String[] TEXT_BOUNDS = {
    "-", "+", "[a", "(a", "[m3", "(m5", "[", "(", "[b", "(10", "[5", "[m1", "[zz", "--", "a", ""
  };
  private static final String[] TEXTS = {
    "",
    "a",
    "b",
    "hello",
    "Hello World",
    "\r\n",
    "\0",
    "\u00ff\u00fe",
    "10",
    "-5",
    "3.14",
    "x y",
    "0",
    "\"",
    "\\",
    "*",
    "?",
    "[a-c]"
  };

  private static final String[] ID_EDGES = {
    "0",
    "0-0",
    "18446744073709551615-18446744073709551615",
    "18446744073709551616",
    "",
    "x",
    "5-",
    "-1",
    "05-1",
    " 5",
    "5--1",
    "1-1-1",
    "1-*"
  };

  private final RandomGenerator random;

  /** How many ids of entries were made, so that later ones are mostly greater. */
  private int ids;

  Values(RandomGenerator random) {
    this.random = random;
  }

  RandomGenerator random() {
    return random;
  }

  private String one(String... of) {
    return of[random.nextInt(of.length)];
  }

  /** A key of a kind; sometimes of another, but for {@code x}, whose scores must stay equal. */
  private String key(char kind) {
    boolean other = kind != 'x' && random.nextInt(25) == 0;
    char told = other ? KEY_KINDS.charAt(random.nextInt(KEY_KINDS.length())) : kind;
    return told + Integer.toString(random.nextInt(4));
  }

  /**
   * Adds words for a placeholder.
   *
   * @param what a letter for a key of that kind ({@code t} text, {@code n} number, {@code h} hash,
   *     {@code l} list, {@code s} set, {@code z} sorted set, {@code x} one with equal scores,
   *     {@code o} other, {@code e} stream, {@code b} bits, {@code y} HyperLogLog, {@code g}
   *     places), {@code #} and such a letter for a number of keys and the keys, or a word
   */
  void word(String what, List<String> into) {
    if (what.length() == 1) {
      into.add(key(what.charAt(0)));
      return;
    }
    if (what.startsWith("#")) {
      int count = 1 + random.nextInt(3);
      into.add(random.nextInt(30) == 0 ? integer() : Integer.toString(count));
      for (int i = 0; i < count; i++) {
        into.add(key(what.charAt(1)));
      }
      return;
    }
    switch (what) {
      case "lonlat" -> place(into);
      case "place" -> {
        place(into);
        into.add("m" + random.nextInt(40));
      }
      default -> into.add(single(what));
    }
  }

  private void place(List<String> into) {
    boolean near = random.nextBoolean();
    into.add(Double.toString(near ? 13 + random.nextDouble() * 3 : random.nextDouble(-180, 180)));
    into.add(Double.toString(near ? 37 + random.nextDouble() * 2 : random.nextDouble(-85, 85)));
  }

  private static String id(int number) {
    return (number / 4 + 1) + "-" + number % 4;
  }

  private String newId() {
    int dice = random.nextInt(20);
    ids += random.nextInt(3);
    return dice == 0 ? one(ID_EDGES) : dice < 3 ? (ids / 4 + 1) + "-*" : id(ids);
  }

  private String boundId() {
    String id = random.nextInt(20) == 0 ? one(ID_EDGES) : id(random.nextInt(ids + 8));
    return switch (random.nextInt(5)) {
      case 0 -> one("-", "+", "(-", "(+");
      case 1 -> "(" + id;
      case 2 -> Integer.toString(random.nextInt(ids / 4 + 3));
      default -> id;
    };
  }

  private int bit() {
    return random.nextInt(random.nextInt(10) == 0 ? 50_000 : 300);
  }

  private String width() {
    return random.nextBoolean() ? "i" + (1 + random.nextInt(64)) : "u" + (1 + random.nextInt(63));
  }

  private String single(String what) {
    return switch (what) {
      case "any" -> key(KEY_KINDS.charAt(random.nextInt(KEY_KINDS.length())));
      case "field" -> random.nextInt(20) == 0 ? text() : "f" + random.nextInt(12);
      case "member" -> member();
      case "num" -> Integer.toString(random.nextInt(700) - 20);
      case "wide" -> "w" + random.nextInt(2_000);
      case "value" -> text();
      case "int" -> integer();
      case "index" -> random.nextInt(20) == 0 ? integer() : "" + (random.nextInt(14) - 7);
      case "count" -> random.nextInt(20) == 0 ? integer() : "" + random.nextInt(5);
      case "few" -> one("-9223372036854775808", "abc", "0", "1", "-1", "3", "-5", "7", "100");
      case "float" -> random.nextInt(3) == 0 ? one(FLOATS) : one(SCORES);
      case "score" -> random.nextInt(25) == 0 ? one(FLOATS) : score();
      case "bound" -> random.nextInt(25) == 0 ? one(FLOATS) : one(BOUNDS);
      case "lex" -> one(TEXT_BOUNDS);
      case "ttl" -> one("100", "1000", "0", "-1", "99999", "100000", "abc", "9223372036854775");
      case "pttl" -> one("100000", "1000000", "0", "-5", "x", "9223372036854775807");
      case "at" -> one("4000000000", "1", "5000000000", "4102444800", "zz");
      case "pat" -> one("4000000000000", "1", "5000000000000", "-3");
      case "glob" -> one("*", "f*", "*1", "?1", "[a-m]*", "m?", "h[^1]", "\\*", "", "*a*b*");
      case "offset" -> one("0", "1", "2", "7", "-1", "50", "536870912", "4294967295", "abc");
      case "id" -> random.nextInt(30) == 0 ? one(ID_EDGES) : id(random.nextInt(ids + 8));
      case "newid" -> newId();
      case "bound-id" -> boundId();
      case "bit" -> random.nextInt(30) == 0 ? one("-1", "x", "4294967296") : "" + bit();
      case "width" -> random.nextInt(30) == 0 ? one("u64", "i65", "i0", "8") : width();
      case "radius" -> one("0", "1", "50", "200", "1000", "5000", "20000", "-1", "x", "0.5");
      case "spot" -> "m" + random.nextInt(40);
      case "db" -> one("0", "1", "9", "15", "16", "-1", "a");
      default -> throw new IllegalArgumentException("no such placeholder: " + what);
    };
  }

  private String integer() {
    return random.nextInt(3) > 0 ? Integer.toString(random.nextInt(200) - 50) : one(INTEGERS);
  }

  private String score() {
    return random.nextInt(2) == 0 ? Integer.toString(random.nextInt(30) - 5) : one(SCORES);
  }

  private String member() {
    return switch (random.nextInt(12)) {
      case 0 -> text();
      case 1 -> Integer.toString(random.nextInt(20));
      case 2 -> Long.toString(-1L << random.nextInt(64));
      default -> "m" + random.nextInt(12);
    };
  }

  private String text() {
    return switch (random.nextInt(10)) {
      case 0, 1 -> one(TEXTS);
      case 2 -> one(INTEGERS);
      case 3 -> Long.toString(random.nextLong());
      case 4 -> "v".repeat(random.nextInt(150)) + random.nextInt(10);
      case 5 -> random.nextInt(10) == 0 ? "big".repeat(random.nextInt(4_000)) : "big";
      case 6 -> one(FLOATS);
      default -> "value" + random.nextInt(30);
    };
  }
}
