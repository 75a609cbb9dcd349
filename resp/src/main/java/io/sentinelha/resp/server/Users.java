package io.sentinelha.resp.server;

import java.util.List;
import java.util.Optional;

/** The users of a server: so far the default user alone. Safe for all threads. */
public final class Users {

  private final User defaultUser = new User(User.DEFAULT);

  private Users() {}

  /** A default user who needs no password and may run everything. */
  public static Users open() {
    return new Users();
  }

  /** A default user who needs one of these passwords; none needs none. */
  public static Users requiring(Password... any) {
    Users users = new Users();
    users.defaultUser.requireOneOf(List.of(any));
    return users;
  }

  /** The user that connections begin with. */
  public User defaultUser() {
    return defaultUser;
  }

  /** The user of that name; names mind the case. */
  public Optional<User> find(String name) {
    return name.equals(User.DEFAULT) ? Optional.of(defaultUser) : Optional.empty();
  }

  /** All, in the order of their names. */
  public List<User> all() {
    return List.of(defaultUser);
  }

  /** The user of that name, if the secret is one of the passwords or none is needed. */
  public Optional<User> authenticate(String name, byte[] secret) {
    boolean accepted = find(name).orElse(defaultUser).accepts(secret); // Hashes for strangers too.
    return accepted ? find(name) : Optional.empty();
  }
}
