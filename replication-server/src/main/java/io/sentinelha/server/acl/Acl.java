package io.sentinelha.server.acl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.server.engine.Access;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Engine;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All users, and whether what a client wants is allowed. Users are replaced, never changed, so a
 * rule that is refused leaves everything as it was.
 *
 * @see "docs/adr/0029"
 */
public final class Acl implements Access {

  private static final String DEFAULT = "default";
  private static final CommandError WRONG =
      CommandError.of("WRONGPASS invalid username-password pair or user is disabled.");

  private final Engine engine;
  private final AclSettings settings;
  private final UserRules rules;
  private final Function<Client, String> describe;
  private final AclLog log = new AclLog();
  private Map<String, AclUser> users = new TreeMap<>();
  private AclUser defaultUser;

  /** Whether there is nobody whose requests have to be looked at. */
  private boolean everybodyMayAll;

  /**
   * One user, called default, who may do everything and needs no password.
   *
   * @param describe a client for the log, as CLIENT LIST does
   */
  public Acl(Engine engine, AclSettings settings, Function<Client, String> describe) {
    this.engine = engine;
    this.settings = settings;
    this.describe = describe;
    this.rules = new UserRules(engine.commands(), settings::allChannelsByDefault);
    this.defaultUser = freshDefault();
    users.put(DEFAULT, defaultUser);
    usersChanged();
  }

  private AclUser freshDefault() {
    AclUser user = rules.newUser(DEFAULT);
    for (String rule : List.of("+@all", "~*", "&*", "on", "nopass")) {
      rules.apply(user, rule);
    }
    return user;
  }

  /** All families have brought their commands: the default user may run those, too. */
  void commandsComplete() {
    if (defaultUser.root().allCommands) {
      rules.apply(defaultUser, "+@all");
    }
  }

  private void usersChanged() {
    defaultUser = users.getOrDefault(DEFAULT, defaultUser);
    everybodyMayAll = users.values().stream().allMatch(AclUser::mayEverything);
    engine.restricted(!everybodyMayAll);
  }

  public AclLog log() {
    return log;
  }

  // --- Coming in ---

  @Override
  public boolean isOpen() {
    return defaultUser.noPassword && defaultUser.enabled;
  }

  @Override
  public boolean needsPassword() {
    return !defaultUser.noPassword;
  }

  @Override
  public @Nullable CommandError authenticate(Client client, String name, byte[] password) {
    AclUser user = users.get(name);
    if (user == null || !user.enabled || !hasPassword(user, password)) {
      Command running = client.running();
      String object = running == null ? "auth" : running.name();
      log(client, Denial.Kind.AUTH, object, name);
      return WRONG;
    }
    client.authenticate(true, name);
    return null;
  }

  private static boolean hasPassword(AclUser user, byte[] password) {
    if (user.noPassword) {
      return true;
    }
    byte[] given = UserRules.hash(password).getBytes(ISO_8859_1);
    boolean found = false;
    for (String hash : user.hashes) {
      found |= MessageDigest.isEqual(given, hash.getBytes(ISO_8859_1));
    }
    return found;
  }

  // --- What a request may do ---

  @Override
  public @Nullable CommandError check(Client client, Command command, Args args, boolean inExec) {
    if (everybodyMayAll) {
      return null;
    }
    AclUser user = users.get(client.user());
    Denial denial =
        user == null
            ? new Denial(Denial.Kind.COMMAND, command.fullName(), 0)
            : user.check(command, args);
    if (denial == null) {
      return null;
    }
    log(client, denial.kind(), denial.what(), client.user());
    return CommandError.of("NOPERM " + (inExec ? denial.sentenceInExec() : denial.sentence()));
  }

  private void log(Client client, Denial.Kind kind, String object, String user) {
    boolean multi = client.isInTransaction() || engine.isInTransaction();
    AclLog.Entry entry =
        new AclLog.Entry(kind, multi ? "multi" : "toplevel", object, user, describe.apply(client));
    log.add(entry, engine.now(), settings.logLength());
  }

  /**
   * Whether a user may run a request.
   *
   * @return null if so, else the reason, one character per byte
   */
  public @Nullable String refusal(String name, Command command, Args args) {
    AclUser user = users.get(name);
    Denial denial = user == null ? null : user.check(command, args);
    return denial == null ? null : denial.exactSentence();
  }

  // --- Users ---

  @Override
  public boolean exists(String name) {
    return users.containsKey(name);
  }

  public List<String> names() {
    return List.copyOf(users.keySet());
  }

  /** {@code user NAME RULES}, sorted by name; one character per byte. */
  public List<String> lines() {
    return users.values().stream().map(this::line).toList();
  }

  private String line(AclUser user) {
    return "user " + latin(user.name()) + " " + user.rules(rules.selectors());
  }

  /** What ACL GETUSER tells; null if there is no such user. */
  public @Nullable Description describe(String name) {
    AclUser user = users.get(name);
    return user == null ? null : Description.of(user, rules.selectors());
  }

  /**
   * Applies rules to a user, who is made if there is none of that name.
   *
   * @param words one character per byte
   * @throws IllegalArgumentException if one cannot be read; nothing has changed then
   */
  public void set(String name, List<String> words) {
    if (name.chars().anyMatch(c -> c == 0 || c == ' ' || (c >= '\t' && c <= '\r'))) {
      throw new IllegalArgumentException("Usernames can't contain spaces or null characters");
    }
    AclUser before = users.get(name);
    AclUser user = before == null ? rules.newUser(name) : before.copy();
    for (String rule : UserRules.merge(words)) {
      try {
        rules.apply(user, rule);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Error in ACL SETUSER modifier '" + rule + "': " + e.getMessage(), e);
      }
    }
    users.put(name, user);
    usersChanged();
    endForbiddenSubscriptions(user);
  }

  /** The password of the default user, as requirepass has it; empty for none. */
  void password(String text) {
    AclUser user = defaultUser.copy();
    rules.apply(user, "resetpass");
    rules.apply(user, text.isEmpty() ? "nopass" : ">" + latin(text));
    users.put(DEFAULT, user);
    usersChanged();
  }

  /** Takes away users and their connections; returns how many there were. */
  public int delete(Collection<String> names) {
    int count = 0;
    for (String name : names) {
      if (users.remove(name) != null) {
        count++;
        endConnections(name);
      }
    }
    usersChanged();
    return count;
  }

  private void endConnections(String user) {
    for (Client client : engine.clients().all()) {
      if (client.user().equals(user)) {
        end(client);
      }
    }
  }

  private static void end(Client client) {
    if (client.running() != null) {
      client.closeAfterReply();
    } else {
      client.transport().close();
    }
  }

  private void endForbiddenSubscriptions(AclUser user) {
    for (Client client : engine.clients().all()) {
      if (client.subscriptions() > 0
          && client.user().equals(user.name())
          && (client.listensTo().stream().anyMatch(c -> !user.allowsChannel(c, false))
              || client.listensToPatterns().stream().anyMatch(c -> !user.allowsChannel(c, true)))) {
        end(client);
      }
    }
  }

  // --- All at once ---

  /**
   * Replaces all users by those of some lines.
   *
   * @param lines {@code user NAME RULES}, one character per byte; blank ones are skipped
   * @param origin of the lines, for messages
   * @throws IllegalArgumentException telling all that is wrong; nothing has changed then
   */
  void load(List<String> lines, String origin) {
    Map<String, AclUser> loaded = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty()) {
        try {
          AclUser user = read(line);
          if (loaded.put(user.name(), user) != null) {
            throw new IllegalArgumentException(
                "WARNING: user '" + user.name() + "' found more than once");
          }
        } catch (IllegalArgumentException e) {
          problems.add(origin + ":" + (i + 1) + ": " + e.getMessage() + ". ");
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("", problems)
              + "WARNING: ACL errors detected, no change to the previously active ACL rules was"
              + " performed");
    }
    loaded.computeIfAbsent(DEFAULT, name -> freshDefault());
    List<String> before = names();
    users = loaded;
    usersChanged();
    before.stream().filter(name -> !name.equals(DEFAULT)).forEach(this::endConnections);
    endForbiddenSubscriptions(defaultUser);
  }

  private AclUser read(String line) {
    List<String> words = List.of(line.split(" +"));
    if (!words.get(0).equals("user") || words.size() < 2) {
      throw new IllegalArgumentException("should start with user keyword followed by the username");
    }
    String name = new String(words.get(1).getBytes(ISO_8859_1), UTF_8);
    return user(name, words.subList(2, words.size()));
  }

  private AclUser user(String name, List<String> words) {
    AclUser user = rules.newUser(name);
    UserRules.merge(words).forEach(rule -> rules.apply(user, rule));
    return user;
  }

  /** Defines a user anew, from a directive of the configuration. */
  void define(String name, List<String> words) {
    users.put(name, user(name, words));
    usersChanged();
  }

  static String latin(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
