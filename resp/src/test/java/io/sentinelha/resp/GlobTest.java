package io.sentinelha.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns as Redis understands them. */
final class GlobTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "*,\"\"",
        "*,anything",
        "**,a",
        "\"\",\"\"",
        "abc,abc",
        "a*,a",
        "a*,abc",
        "*c,abc",
        "a*c,abc",
        "a*c,ac",
        "a?c,abc",
        "?,a",
        "*b*,abc",
        "a*b*c,aXbYbZc",
        "h[ae]llo,hallo",
        "h[a-e]llo,hcllo",
        "h[e-a]llo,hcllo",
        "h[^e]llo,hallo",
        "[-+]sdown,+sdown",
        "[-+]sdown,-sdown",
        "\\*,*",
        "a\\?b,a?b",
        "a\\bc,abc",
        "[\\]],]",
        "[a\\-z],-",
        "[abc,b",
        "[^,x",
        "a\\,a\\",
        "*[0-9],a7",
        "?*?,ab",
        "[a-],]",
        "[a-],_",
        "*a*,bab",
        "[!a],!"
      })
  void matches(String pattern, String text) {
    assertThat(Glob.of(Bytes.utf8(pattern)).matches(Bytes.utf8(text))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\",a",
        "abc,ab",
        "abc,abcd",
        "a?c,ac",
        "?,\"\"",
        "h[ae]llo,hillo",
        "h[^e]llo,hello",
        "[],a",
        "[]a],a",
        "[,x",
        "a*b,abc",
        "*b,bc",
        "\\*,a",
        "ABC,abc",
        "switch-master,+switch",
        "[a-c],d",
        "[!a],b",
        "a,b"
      })
  void doesNotMatch(String pattern, String text) {
    assertThat(Glob.of(Bytes.utf8(pattern)).matches(Bytes.utf8(text))).isFalse();
  }

  @Test
  void caseMayBeIgnored() {
    Glob glob = Glob.ignoringCase(Bytes.utf8("CLIENT|[K-L]*"));
    assertThat(glob.matches(Bytes.utf8("client|kill"))).isTrue();
    assertThat(glob.matches(Bytes.utf8("client|id"))).isFalse();
  }

  @Test
  void bytesAreComparedAsTheyAre() {
    assertThat(Glob.of(Bytes.of(new byte[] {'?'})).matches(Bytes.of(new byte[] {(byte) 0xff})))
        .isTrue();
    assertThat(
            Glob.of(Bytes.of(new byte[] {'[', (byte) 0x80, '-', (byte) 0xff, ']'}))
                .matches(Bytes.of(new byte[] {(byte) 0xc3})))
        .isTrue();
  }

  @Test
  void aHostilePatternCostsNoMoreThanTheProductOfTheLengths() {
    Glob glob = Glob.of(Bytes.utf8("a*".repeat(1000) + "b"));
    Bytes text = Bytes.utf8("a".repeat(20_000));
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(glob.matches(text)).isFalse());

    Glob classes = Glob.of(Bytes.utf8("*[ab]?".repeat(1000) + "c"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(classes.matches(text)).isFalse());
  }
}
