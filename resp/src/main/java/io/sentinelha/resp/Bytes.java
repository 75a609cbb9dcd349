package io.sentinelha.resp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable string of bytes. Channels, patterns and values of the protocol may hold any byte, so
 * they cannot be kept as text without loss. Safe for all threads.
 */
public final class Bytes {

  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;
  private final int hash;

  private Bytes(byte[] content) {
    this.content = content;
    this.hash = Arrays.hashCode(content);
  }

  /** A copy of the array. */
  public static Bytes of(byte[] content) {
    return new Bytes(content.clone());
  }

  /** The text in UTF-8. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(UTF_8));
  }

  /** For an array that nobody else keeps. */
  static Bytes adopt(byte[] content) {
    return new Bytes(content);
  }

  public int length() {
    return content.length;
  }

  /**
   * The byte at {@code index}.
   *
   * @throws ArrayIndexOutOfBoundsException if there is none
   */
  public byte at(int index) {
    return content[index];
  }

  /** A copy of the content. */
  public byte[] toArray() {
    return content.clone();
  }

  /** The content read as UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String text() {
    return new String(content, UTF_8);
  }

  /** The content itself, for readers in this package. */
  byte[] content() {
    return content;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && hash == that.hash && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return text();
  }
}
