package io.sentinelha.server.engine;

import io.sentinelha.resp.server.CommandFlag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All checks before a command, of which hardly one has anything to say about most commands. */
final class Guards {

  private static final CommandError NOAUTH = CommandError.of("NOAUTH Authentication required.");
  private static final CommandError NOT_IN_MULTI =
      CommandError.of("ERR Command not allowed inside a transaction");

  /** What a client that is subscribed may do in RESP2. */
  private static final Set<String> WHILE_SUBSCRIBED =
      Set.of(
          "ping",
          "subscribe",
          "unsubscribe",
          "psubscribe",
          "punsubscribe",
          "ssubscribe",
          "sunsubscribe",
          "quit",
          "reset");

  private record Placed(Guard.Place place, Guard guard, Guard.Switch toggle) {}

  private final Engine engine;
  private final List<Placed> placed = new ArrayList<>();

  /** Those that are on. */
  private Guard[] all = {};

  /** Those of them that are not about the client. */
  private Guard[] aboutServer = {};

  private final Guard.Switch access;

  Guards(Engine engine) {
    this.engine = engine;
    add(Guard.Place.AUTHENTICATION, this::authenticated).set(true);
    add(Guard.Place.TRANSACTION, Guards::inTransaction).set(true);
    add(Guard.Place.SUBSCRIBED, Guards::subscribed).set(true);
    access =
        add(
            Guard.Place.ACCESS,
            (client, command, args) -> engine.access().check(client, command, args, false));
  }

  Guard.Switch add(Guard.Place place, Guard guard) {
    Guard.Switch toggle = new Guard.Switch(this::arrange);
    placed.add(new Placed(place, guard, toggle));
    placed.sort(Comparator.comparing(Placed::place));
    return toggle;
  }

  private void arrange() {
    all = those(each -> true);
    aboutServer = those(each -> !each.place().isAboutClient());
  }

  private Guard[] those(Predicate<Placed> which) {
    return placed.stream()
        .filter(each -> each.toggle().isOn())
        .filter(which)
        .map(Placed::guard)
        .toArray(Guard[]::new);
  }

  /** Whether there is a user who may not do everything. */
  void restricted(boolean yes) {
    access.set(yes);
  }

  /** The first refusal; null if the command may pass. */
  @Nullable CommandError check(Client client, Command command, Args args) {
    Guard[] asked = client.isPlain() ? aboutServer : all;
    for (Guard guard : asked) {
      CommandError refusal = guard.check(client, command, args);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable CommandError authenticated(Client client, Command command, Args args) {
    return client.isAuthenticated() || command.has(CommandFlag.NO_AUTH) || engine.access().isOpen()
        ? null
        : NOAUTH;
  }

  private static @Nullable CommandError inTransaction(Client client, Command command, Args args) {
    return client.queue != null && command.has(CommandFlag.NO_MULTI) ? NOT_IN_MULTI : null;
  }

  private static @Nullable CommandError subscribed(Client client, Command command, Args args) {
    if (client.protocol() == 3
        || client.subscriptions() == 0
        || WHILE_SUBSCRIBED.contains(command.name())) {
      return null;
    }
    return CommandError.of(
        "ERR Can't execute '"
            + command.fullName()
            + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this"
            + " context");
  }
}
