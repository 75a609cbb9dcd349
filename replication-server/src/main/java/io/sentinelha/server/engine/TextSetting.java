package io.sentinelha.server.engine;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Any text, one of some words, or several words; perhaps checked and brought into a normal form.
 */
public final class TextSetting extends Setting {

  private final UnaryOperator<String> normal;
  private final boolean severalWords;
  private String value;

  private TextSetting(
      String name, String value, UnaryOperator<String> normal, boolean severalWords) {
    super(name);
    this.value = value;
    this.normal = normal;
    this.severalWords = severalWords;
  }

  public static TextSetting of(String name, String value) {
    return new TextSetting(name, value, text -> text, false);
  }

  /** One of some words, in any case. */
  public static TextSetting oneOf(String name, String value, String... words) {
    List<String> all = List.of(words);
    return new TextSetting(
        name,
        value,
        text ->
            all.stream()
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "argument(s) must be one of the following: " + String.join(", ", all))),
        false);
  }

  /**
   * Words, parted by blanks.
   *
   * @param normal gives the normal form, or throws {@link IllegalArgumentException}
   */
  public static TextSetting words(String name, String value, UnaryOperator<String> normal) {
    return new TextSetting(name, value, normal, true);
  }

  public String value() {
    return value;
  }

  @Override
  public boolean takes(int words) {
    return severalWords || words == 1;
  }

  @Override
  public String get() {
    return value;
  }

  @Override
  public List<String> lines() {
    return severalWords && !value.isEmpty() ? List.of(name() + " " + value) : super.lines();
  }

  @Override
  protected void parse(String text) {
    value = normal.apply(text);
  }
}
