package io.sentinelha.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

  private static List<String> split(String line) {
    return Words.split(line).orElseThrow();
  }

  @Test
  void wordsArePartedByRunsOfBlanks() {
    assertThat(split("  a  b\tc \r")).containsExactly("a", "b", "c");
  }

  @Test
  void blankLineHasNoWords() {
    assertThat(split(" \t ")).isEmpty();
  }

  @Test
  void quotesKeepBlanksAndCanOpenInsideAWord() {
    assertThat(split("\"a b\" 'c d' e\"f g\"")).containsExactly("a b", "c d", "ef g");
  }

  @Test
  void doubleQuotesKnowEscapes() {
    assertThat(split("\"\\n\\r\\t\\b\\a\\x41\\q\\\\\\\"\""))
        .containsExactly("\n\r\t\b\u0007Aq\\\"");
  }

  @Test
  void halfAHexEscapeIsNone() {
    assertThat(split("\"\\x4\" \"\\xzz\"")).containsExactly("x4", "xzz");
  }

  @Test
  void singleQuotesKnowOnlyTheirOwnEscape() {
    assertThat(split("'it\\'s \\n'")).containsExactly("it's \\n");
  }

  @Test
  void backslashOutsideQuotesIsPlain() {
    assertThat(split("a\\nb \\")).containsExactly("a\\nb", "\\");
  }

  @Test
  void emptyQuotesAreAWord() {
    assertThat(split("\"\" ''")).containsExactly("", "");
  }

  @Test
  void numberSignWithinALineIsPlain() {
    assertThat(split("a # b")).containsExactly("a", "#", "b");
  }

  @Test
  void verticalTabAndFormFeedAreSkippedButDoNotEndAWord() {
    assertThat(split("\u000b\fa\u000bb c")).containsExactly("a\u000bb", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a", "'a", "a\"b", "\"a\"b", "'a'b", "\"a\\\"", "'a\\'", "\"a\\"})
  void unbalancedQuotesAreNoWords(String line) {
    assertThat(Words.split(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "a\\b", "p#w", "a=b", "10.0.0.1", "!$&()*;<>?[]^`{|}~"})
  void wordsThatSurviveAreWrittenBare(String word) {
    assertThat(Words.quote(word)).isEqualTo(word);
  }

  @Test
  void wordsThatWouldNotSurviveAreQuoted() {
    assertThat(Words.quote("")).isEqualTo("\"\"");
    assertThat(Words.quote("a b")).isEqualTo("\"a b\"");
    assertThat(Words.quote("it's")).isEqualTo("\"it's\"");
    assertThat(Words.quote("a\"\\")).isEqualTo("\"a\\\"\\\\\"");
    assertThat(Words.quote("a\nb\u0001\u007f")).isEqualTo("\"a\\nb\\x01\\x7f\"");
  }

  @Test
  void otherThanAsciiIsQuotedAndStaysReadable() {
    String bytes = Words.toBytes("caf\u00e9");

    assertThat(Words.quote(bytes)).isEqualTo("\"" + bytes + "\"");
    assertThat(Words.toText(bytes)).contains("caf\u00e9");
  }

  @Test
  void bytesThatAreNoUtf8AreNoText() {
    assertThat(Words.toText("\u00ff")).isEmpty();
  }

  @Test
  void everyByteStringSurvivesJoinAndSplit() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 20_000; round++) {
      List<String> words =
          List.of(bytes(random), bytes(random), bytes(random)).subList(0, 1 + round % 3);

      assertThat(split(Words.join(words))).isEqualTo(words);
    }
  }

  /** Half of the bytes are ones that mean something to the splitter. */
  private static String bytes(SplittableRandom random) {
    String special = " \t\n\r\u000b\f\"'\\#xnrtba0";
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(8); length > 0; length--) {
      text.append(
          random.nextBoolean()
              ? special.charAt(random.nextInt(special.length()))
              : (char) random.nextInt(256));
    }
    return text.toString();
  }

  @Test
  void messagesStayOnOneLine() {
    assertThat(Words.printable("a\nb\u0007")).isEqualTo("a\\x0ab\\x07");
  }
}
