package io.sentinelha.server.acl;

import io.sentinelha.server.engine.Setting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directive {@code user NAME RULE ...}, which may stand several times. */
final class UserLines extends Setting {

  private final List<List<String>> defined = new ArrayList<>();
  private @Nullable Acl acl;

  UserLines() {
    super("user");
  }

  UserLines of(Acl users) {
    acl = users;
    return this;
  }

  /** Name and rules of each. */
  List<List<String>> defined() {
    return List.copyOf(defined);
  }

  @Override
  public boolean takes(int words) {
    return words >= 1;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public boolean isShown() {
    return false;
  }

  @Override
  public String get() {
    return "";
  }

  /** The lines that would define the users as they are now. */
  @Override
  public List<String> lines() {
    return acl == null ? List.of() : acl.lines();
  }

  @Override
  protected void parse(String text) {
    List<String> words = List.of(text.trim().split(" +"));
    if (defined.stream().anyMatch(user -> user.get(0).equals(words.get(0)))) {
      throw new IllegalArgumentException(
          "Duplicate user found. A user can only be defined once in config files");
    }
    defined.add(words);
  }
}
