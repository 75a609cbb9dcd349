package io.sentinelha.resp.server;

import java.util.List;

/**
 * Somebody who may use the server. Connections keep the user whom they authenticated as, and a
 * change of the user counts for them at once; a changed password does not throw them out, as in
 * Redis. Safe for all threads.
 */
public final class User {

  /** The name of the user that every connection begins with. */
  public static final String DEFAULT = "default";

  private final String name;
  private volatile List<Password> passwords = List.of();
  private volatile Access access = Access.ALL;

  User(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Any of them will do; empty when none is needed. */
  public List<Password> passwords() {
    return passwords;
  }

  /** Whether clients are this user without saying a password. */
  public boolean needsNoPassword() {
    return passwords.isEmpty();
  }

  /** Replaces the passwords; none means that none is needed. */
  public void requireOneOf(List<Password> any) {
    passwords = List.copyOf(any);
  }

  public Access access() {
    return access;
  }

  /** Replaces what the user may run. */
  public void allow(Access what) {
    access = what;
  }

  /** Whether the secret is one of the passwords, or none is needed. All are compared every time. */
  boolean accepts(byte[] secret) {
    List<Password> current = passwords;
    byte[] digest = Password.sha256(secret);
    boolean found = current.isEmpty();
    for (Password password : current) {
      found |= password.hasDigest(digest);
    }
    return found;
  }

  @Override
  public String toString() {
    return name;
  }
}
