package io.sentinelha.server.acl;

import io.sentinelha.server.engine.LongSetting;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.TextSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The directives about users: requirepass, user, aclfile and what new users begin with. */
public final class AclSettings {

  private static final String NO_FILE =
      "This Redis instance is not configured to use an ACL file. You may want to specify users via"
          + " the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis"
          + " configuration file set) in order to store users in the Redis configuration.";

  private final TextSetting password = TextSetting.of("requirepass", "");
  private final TextSetting file = TextSetting.of("aclfile", "");
  private final TextSetting channels =
      TextSetting.oneOf("acl-pubsub-default", "resetchannels", "allchannels", "resetchannels");
  private final LongSetting logLength = LongSetting.of("acllog-max-len", 128, 0, Integer.MAX_VALUE);
  private final UserLines users = new UserLines();

  public AclSettings() {}

  boolean allChannelsByDefault() {
    return channels.value().equals("allchannels");
  }

  long logLength() {
    return logLength.value();
  }

  /** Declares them; {@code acl} follows them. */
  public void register(Registry registry, Acl acl) {
    registry.setting(password.secret()).onChange(() -> acl.password(password.value()));
    registry.setting(file.fixed());
    registry.setting(channels);
    registry.setting(logLength);
    registry.setting(users.of(acl).fixed());
    registry.beforeStart(() -> start(acl));
  }

  private void start(Acl acl) {
    acl.commandsComplete();
    if (!users.defined().isEmpty() && !file.value().isEmpty()) {
      throw new IllegalArgumentException(
          "users come either from user directives or from aclfile, not from both");
    }
    users
        .defined()
        .forEach(
            words -> {
              try {
                acl.define(words.get(0), words.stream().skip(1).map(Acl::latin).toList());
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                    "user " + words.get(0) + ": " + e.getMessage(), e);
              }
            });
    if (!file.value().isEmpty()) {
      load(acl);
    }
  }

  /**
   * Reads all users from the file.
   *
   * @throws IllegalArgumentException with a sentence for the user; nothing has changed then
   */
  public void load(Acl acl) {
    Path path = path();
    List<String> lines;
    try {
      lines = AclFile.read(path);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Error loading ACLs, opening file '" + file.value() + "': " + reason(e), e);
    }
    acl.load(lines, file.value());
  }

  /** Writes all users into the file; throws as {@link #load} does. */
  public void save(Acl acl) {
    Path path = path();
    try {
      AclFile.write(path, acl.lines());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "There was an error trying to save the ACLs: " + reason(e), e);
    }
  }

  /** Whether users are kept in a file of their own. */
  public boolean hasFile() {
    return !file.value().isEmpty();
  }

  private Path path() {
    if (!hasFile()) {
      throw new IllegalArgumentException(NO_FILE);
    }
    return Path.of(file.value());
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
  }
}
