package io.sentinelha.core.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * The one user of a supervisor, who may do everything.
 *
 * @param needsNoPassword whether anybody is let in, with or without a password
 * @param passwordHashes SHA-256 of each password that lets in, in lower-case hexadecimal
 */
public record DefaultUser(boolean needsNoPassword, Set<String> passwordHashes) {

  /** Lets everybody in. */
  public static final DefaultUser OPEN = new DefaultUser(true, Set.of());

  public DefaultUser {
    passwordHashes = Set.copyOf(passwordHashes);
  }

  /** Lets in who knows this password. */
  public static DefaultUser withPassword(String password) {
    return new DefaultUser(false, Set.of(hash(password)));
  }

  /** Whether this password lets in. Takes as long for a wrong one as for a right one. */
  public boolean accepts(String password) {
    byte[] given = hash(password).getBytes(StandardCharsets.US_ASCII);
    boolean known = false;
    for (String hash : passwordHashes) {
      known |= MessageDigest.isEqual(given, hash.getBytes(StandardCharsets.US_ASCII));
    }
    return known || needsNoPassword;
  }

  static String hash(String password) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = digest.digest(password.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Never shows a hash: this text may end up in a log, and weak passwords can be found from it. */
  @Override
  public String toString() {
    return "DefaultUser[needsNoPassword="
        + needsNoPassword
        + ", passwords="
        + passwordHashes.size()
        + "]";
  }
}
