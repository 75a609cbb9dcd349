package io.sentinelha.core.config;

import static io.sentinelha.core.config.SentinelDirectives.epoch;
import static io.sentinelha.core.config.SentinelDirectives.ifAny;
import static io.sentinelha.core.config.SentinelDirectives.one;

import io.sentinelha.core.config.StateDirective.Shape;
import io.sentinelha.core.engine.DurableState.Peer;
import io.sentinelha.core.engine.DurableState.Primary;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.core.engine.PrimarySettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The {@code sentinel} directives that are about one primary, in the order in which Redis writes
 * them.
 */
final class PrimaryDirectives {

  static final String MONITOR = "monitor";

  static final List<StateDirective<PrimaryDraft, Primary>> ALL =
      List.of(
          new StateDirective<>(
              Directive.primary(
                  MONITOR, "<ip> <port> <quorum>", "", "watch this primary; agreement of quorum"),
              3,
              3,
              Shape.ALWAYS,
              PrimaryDirectives::watch,
              PrimaryDirectives::showWatch,
              draft -> {}),
          setting(
              Directive.primary(
                  "down-after-milliseconds", "<ms>", "30000", "silence after which a node is down"),
              (draft, args) ->
                  draft.settings = draft.settings.withDownAfterMillis(args.natural(0, 1)),
              settings -> settings.downAfterMillis()),
          setting(
              Directive.primary(
                  "failover-timeout", "<ms>", "180000", "longest life of a stage of a failover"),
              (draft, args) ->
                  draft.settings = draft.settings.withFailoverTimeoutMillis(args.natural(0, 1)),
              settings -> settings.failoverTimeoutMillis()),
          setting(
              Directive.primary(
                  "parallel-syncs", "<n>", "1", "replicas re-pointed at once after a failover"),
              (draft, args) ->
                  draft.settings = draft.settings.withParallelSyncs(args.natural(0, 0)),
              settings -> settings.parallelSyncs()),
          refused("notification-script", "subscribe to the events instead (PSUBSCRIBE *)"),
          refused("client-reconfig-script", "subscribe to +switch-master instead"),
          text(
              Directive.primary("auth-pass", "<password>", "", "password of primary and replicas")
                  .hidden(),
              (draft, args) -> login(draft, args, false),
              primary -> primary.settings().auth().password().orElse("")),
          text(
              Directive.primary("auth-user", "<user>", "", "user of primary and replicas"),
              (draft, args) -> login(draft, args, true),
              primary -> primary.settings().auth().user().orElse("")),
          setting(
              Directive.primary(
                      "master-reboot-down-after-period",
                      "<ms>",
                      "0",
                      "how long a restarted primary may take to answer; 0 for no such rule")
                  .alias("primary-reboot-down-after-period"),
              (draft, args) ->
                  draft.settings = draft.settings.withRebootDownAfterMillis(args.natural(0, 0)),
              settings -> settings.rebootDownAfterMillis()),
          setting(
              Directive.primary(
                      "connection-refused-down-after-milliseconds",
                      "<ms>",
                      "0",
                      "refused connections for this long mean down; 0 for no such rule")
                  .own(),
              (draft, args) ->
                  draft.settings = draft.settings.withRefusedDownAfterMillis(args.natural(0, 0)),
              settings -> settings.refusedDownAfterMillis()),
          setting(
              Directive.primary(
                      "min-replicas-to-write",
                      "<n>",
                      "0",
                      "enforced on the primary: refuse writes with fewer replicas; 0 for no rule")
                  .own(),
              (draft, args) -> guard(draft, args.natural(0, 0), lag(draft)),
              settings -> settings.guard().minReplicas()),
          setting(
              Directive.primary(
                      "min-replicas-max-lag",
                      "<s>",
                      "10",
                      "enforced on the primary: how old a replica's last word may be")
                  .own(),
              (draft, args) -> guard(draft, least(draft), args.natural(0, 1)),
              settings -> settings.guard().maxLagSeconds()),
          epochLine(
              Directive.primary("config-epoch", "<n>", "0", "version of the primary's address"),
              (draft, args) -> draft.configEpoch = draft.configEpoch.max(args.epoch(0)),
              primary -> epoch(primary.configEpoch())),
          epochLine(
              Directive.primary("leader-epoch", "<n>", "0", "epoch of the last vote given"),
              (draft, args) -> draft.leaderEpoch = draft.leaderEpoch.max(args.epoch(0)),
              primary -> epoch(primary.leaderEpoch())),
          new StateDirective<>(
              Directive.primary("known-replica", "<ip> <port>", "", "a replica seen before")
                  .alias("known-slave"),
              2,
              2,
              Shape.MANY,
              PrimaryDirectives::replica,
              primary -> primary.replicas().stream().map(PrimaryDirectives::words).toList(),
              draft -> draft.replicas.clear()),
          new StateDirective<>(
              Directive.primary("known-sentinel", "<ip> <port> <id>", "", "a peer seen before"),
              2,
              3,
              Shape.MANY,
              PrimaryDirectives::peer,
              primary -> primary.peers().stream().map(PrimaryDirectives::words).toList(),
              draft -> draft.peers.clear()),
          new StateDirective<>(
              Directive.primary(
                  "rename-command", "<old> <new>", "", "its servers call a command otherwise"),
              2,
              2,
              Shape.MANY,
              PrimaryDirectives::renameCommand,
              primary -> words(primary.settings().renamedCommands()),
              draft -> draft.renamedCommands.clear()));

  private PrimaryDirectives() {}

  private static StateDirective<PrimaryDraft, Primary> setting(
      Directive info,
      StateDirective.Effect<PrimaryDraft> effect,
      Function<PrimarySettings, Number> value) {
    return new StateDirective<>(
        info,
        1,
        1,
        Shape.UNLESS_STANDARD,
        effect,
        primary -> one(value.apply(primary.settings()).toString()),
        draft -> {});
  }

  private static StateDirective<PrimaryDraft, Primary> text(
      Directive info, StateDirective.Effect<PrimaryDraft> effect, Function<Primary, String> value) {
    return new StateDirective<>(
        info,
        1,
        1,
        Shape.UNLESS_STANDARD,
        effect,
        primary -> ifAny(value.apply(primary)),
        draft -> {});
  }

  private static StateDirective<PrimaryDraft, Primary> epochLine(
      Directive info,
      StateDirective.Effect<PrimaryDraft> effect,
      Function<Primary, List<List<String>>> show) {
    return new StateDirective<>(info, 1, 1, Shape.ALWAYS, effect, show, draft -> {});
  }

  private static StateDirective<PrimaryDraft, Primary> refused(String name, String instead) {
    return new StateDirective<>(
        Directive.primary(name, "<path>", "", "program that is started on events").refused(),
        1,
        1,
        Shape.NEVER,
        (draft, args) -> {
          throw new BadValue("is not supported yet: remove the line and " + instead, args.text(0));
        },
        primary -> List.of(),
        draft -> {});
  }

  /** A primary that is not known yet. */
  static PrimaryDraft define(String name, Arguments args) throws BadValue {
    return new PrimaryDraft(name, args.endpoint(0), quorum(args));
  }

  private static void watch(PrimaryDraft draft, Arguments args) throws BadValue {
    draft.address = args.endpoint(0);
    draft.settings = draft.settings.withQuorum(quorum(args));
  }

  private static int quorum(Arguments args) throws BadValue {
    return (int) args.integer(2, "quorum", 1, Integer.MAX_VALUE);
  }

  private static List<List<String>> showWatch(Primary primary) {
    Endpoint at = primary.address();
    return one(
        at.host(), Integer.toString(at.port()), Integer.toString(primary.settings().quorum()));
  }

  private static void login(PrimaryDraft draft, Arguments args, boolean user) throws BadValue {
    String text = args.text(0);
    draft.login(login -> user ? login.withUser(text) : login.withPassword(text));
  }

  private static void guard(PrimaryDraft draft, int least, int lag) {
    draft.settings = draft.settings.withGuard(new Guard(least, lag));
  }

  private static int least(PrimaryDraft draft) {
    return draft.settings.guard().minReplicas();
  }

  private static int lag(PrimaryDraft draft) {
    return draft.settings.guard().maxLagSeconds();
  }

  private static void replica(PrimaryDraft draft, Arguments args) throws BadValue {
    Endpoint replica = args.endpoint(0);
    if (!draft.replicas.add(replica)) {
      throw new BadValue("must name a replica once", replica.toString());
    }
  }

  /** Without an id the line is of an early version of Redis and tells nothing that can be used. */
  private static void peer(PrimaryDraft draft, Arguments args) throws BadValue {
    if (args.count() == 2) {
      return;
    }
    String id = SentinelDirectives.checkedId(args, 2, "id");
    if (draft.peers.putIfAbsent(id, new Peer(id, args.endpoint(0))) != null) {
      throw new BadValue("must name a peer once", id);
    }
  }

  private static void renameCommand(PrimaryDraft draft, Arguments args) throws BadValue {
    String old = args.line(0, "old name").toUpperCase(Locale.ROOT);
    String renamed = args.line(1, "new name");
    if (old.isEmpty() || renamed.isEmpty()) {
      throw new BadValue("must have two names that are not empty");
    }
    if (draft.renamedCommands.putIfAbsent(old, renamed) != null) {
      throw new BadValue("must rename a command once", old);
    }
  }

  private static List<String> words(Endpoint endpoint) {
    return List.of(endpoint.host(), Integer.toString(endpoint.port()));
  }

  private static List<String> words(Peer peer) {
    List<String> address = words(peer.address());
    return List.of(address.get(0), address.get(1), peer.runId());
  }

  /** Sorted, because a map has no order and lines should not wander. */
  private static List<List<String>> words(Map<String, String> renamed) {
    return renamed.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> List.of(entry.getKey(), entry.getValue()))
        .toList();
  }
}
