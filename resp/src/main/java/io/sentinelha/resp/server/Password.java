package io.sentinelha.resp.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A password that is kept only as its SHA-256. Does not show itself in logs. */
public final class Password {

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final byte[] digest;

  private Password(byte[] digest) {
    this.digest = digest;
  }

  /** The password with this text, in UTF-8; what an access rule writes as {@code >text}. */
  public static Password of(String text) {
    return new Password(sha256(text.getBytes(UTF_8)));
  }

  /**
   * The password with this hash; what an access rule writes as {@code #hash}.
   *
   * @param hash 64 hexadecimal digits in lower case
   * @throws IllegalArgumentException if it is anything else
   */
  public static Password ofHash(String hash) {
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "a password hash must be exactly 64 lower-case hexadecimal digits");
    }
    return new Password(HexFormat.of().parseHex(hash));
  }

  /** The SHA-256 in 64 hexadecimal digits, as ACL LIST shows it. */
  public String hash() {
    return HexFormat.of().formatHex(digest);
  }

  /** Takes the same time whether and wherever the digests differ. */
  boolean hasDigest(byte[] other) {
    return MessageDigest.isEqual(digest, other);
  }

  static byte[] sha256(byte[] secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Password";
  }
}
