package io.sentinelha.resp.command;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Errors;
import io.sentinelha.resp.server.Tracking;
import io.sentinelha.resp.server.Tracking.Caching;
import io.sentinelha.resp.server.Tracking.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * CLIENT TRACKING and what belongs to it. Everything is checked and remembered as Redis does; what
 * follows from it is left to whoever has keys.
 */
final class ClientTracking {

  private static final String DIFFERENT_MODE =
      " before disabling tracking for this client, and then re-enabling it with a different mode.";
  private static final String NO_OVERLAP = " Prefixes for a single client must not overlap.";

  private final Connection connection;
  private final Request request;
  private final List<String> prefixes = new ArrayList<>();
  private long redirect;
  private boolean broadcast;
  private boolean optIn;
  private boolean optOut;
  private boolean noLoop;

  private ClientTracking(Connection connection, Request request) {
    this.connection = connection;
    this.request = request;
  }

  static void tracking(Connection connection, Request request, RespWriter reply) {
    String failure = new ClientTracking(connection, request).track();
    if (failure == null) {
      reply.ok();
    } else {
      reply.error(failure);
    }
  }

  static void caching(Connection connection, Request request, RespWriter reply) {
    Tracking tracking = connection.tracking();
    if (!tracking.on()) {
      reply.error(
          "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or"
              + " OPTOUT mode enabled");
    } else if (request.is(2, "YES")) {
      said(connection, reply, Caching.YES, Choice.OPTIN);
    } else if (request.is(2, "NO")) {
      said(connection, reply, Caching.NO, Choice.OPTOUT);
    } else {
      reply.error(Errors.SYNTAX);
    }
  }

  private static void said(
      Connection connection, RespWriter reply, Caching caching, Choice needed) {
    Tracking tracking = connection.tracking();
    if (tracking.choice() == needed) {
      connection.track(tracking.withCaching(caching));
      reply.ok();
    } else {
      reply.error(
          "ERR CLIENT CACHING %s is only valid when tracking is enabled in %s mode."
              .formatted(caching, needed));
    }
  }

  static void redirection(Connection connection, Request request, RespWriter reply) {
    Tracking tracking = connection.tracking();
    reply.integer(tracking.on() ? tracking.redirect() : -1);
  }

  static void info(Connection connection, Request request, RespWriter reply) {
    Tracking tracking = connection.tracking();
    List<String> flags = flags(connection, tracking);
    reply.map(3);
    reply.bulk("flags").set(flags.size());
    flags.forEach(reply::bulk);
    reply.bulk("redirect").integer(tracking.on() ? tracking.redirect() : -1);
    reply.bulk("prefixes").array(tracking.prefixes().size());
    tracking.prefixes().forEach(reply::bulk);
  }

  private static List<String> flags(Connection connection, Tracking tracking) {
    if (!tracking.on()) {
      return List.of("off");
    }
    List<String> flags = new ArrayList<>(List.of("on"));
    if (tracking.broadcast()) {
      flags.add("bcast");
    }
    switch (tracking.choice()) {
      case OPTIN -> flags.add("optin");
      case OPTOUT -> flags.add("optout");
      case ALL -> {}
    }
    switch (tracking.caching()) {
      case YES -> flags.add("caching-yes");
      case NO -> flags.add("caching-no");
      case UNSAID -> {}
    }
    if (tracking.noLoop()) {
      flags.add("noloop");
    }
    boolean broken =
        tracking.redirect() != 0
            && connection.server().clients().find(tracking.redirect()).isEmpty();
    if (broken) {
      flags.add("broken_redirect");
    }
    return flags;
  }

  /** Null unless something is wrong. */
  private @Nullable String track() {
    String failure = readOptions();
    if (failure != null) {
      return failure;
    }
    if (request.is(2, "OFF")) {
      connection.track(Tracking.OFF);
      return null;
    }
    if (!request.is(2, "ON")) {
      return Errors.SYNTAX;
    }
    failure = conflict();
    if (failure != null) {
      return failure;
    }
    Choice choice = optIn ? Choice.OPTIN : optOut ? Choice.OPTOUT : Choice.ALL;
    connection.track(
        new Tracking(true, choice, broadcast, noLoop, redirect, allPrefixes(), Caching.UNSAID));
    return null;
  }

  private @Nullable String readOptions() {
    for (int i = 3; i < request.argc(); i++) {
      boolean more = i + 1 < request.argc();
      if (request.is(i, "REDIRECT") && more) {
        String failure = readRedirect(++i);
        if (failure != null) {
          return failure;
        }
      } else if (request.is(i, "PREFIX") && more) {
        prefixes.add(request.text(++i));
      } else if (request.is(i, "BCAST")) {
        broadcast = true;
      } else if (request.is(i, "OPTIN")) {
        optIn = true;
      } else if (request.is(i, "OPTOUT")) {
        optOut = true;
      } else if (request.is(i, "NOLOOP")) {
        noLoop = true;
      } else {
        return Errors.SYNTAX;
      }
    }
    return null;
  }

  private @Nullable String readRedirect(int argument) {
    if (redirect != 0) {
      return "ERR A client can only redirect to a single other client";
    }
    OptionalLong id = request.integer(argument);
    if (id.isEmpty()) {
      return Errors.NOT_AN_INTEGER;
    }
    redirect = id.getAsLong();
    return connection.server().clients().find(redirect).isPresent()
        ? null
        : "ERR The client ID you want redirect to does not exist";
  }

  /** What does not go together, among the options or with what is on already. */
  private @Nullable String conflict() {
    Tracking before = connection.tracking();
    if (!broadcast && !prefixes.isEmpty()) {
      return "ERR PREFIX option requires BCAST mode to be enabled";
    }
    if (before.on() && before.broadcast() != broadcast) {
      return "ERR You can't switch BCAST mode on/off" + DIFFERENT_MODE;
    }
    if (broadcast && (optIn || optOut)) {
      return "ERR OPTIN and OPTOUT are not compatible with BCAST";
    }
    if (optIn && optOut) {
      return "ERR You can't specify both OPTIN mode and OPTOUT mode";
    }
    if ((optIn && before.choice() == Choice.OPTOUT)
        || (optOut && before.choice() == Choice.OPTIN)) {
      return "ERR You can't switch OPTIN/OPTOUT mode" + DIFFERENT_MODE;
    }
    return overlap(before.prefixes());
  }

  private @Nullable String overlap(List<String> existing) {
    for (int i = 0; i < prefixes.size(); i++) {
      String prefix = prefixes.get(i);
      for (String other : existing) {
        if (overlaps(prefix, other)) {
          return "ERR Prefix '%s' overlaps with an existing prefix '%s'.".formatted(prefix, other)
              + NO_OVERLAP;
        }
      }
      for (String other : prefixes.subList(i + 1, prefixes.size())) {
        if (overlaps(prefix, other)) {
          return "ERR Prefix '%s' overlaps with another provided prefix '%s'."
                  .formatted(prefix, other)
              + NO_OVERLAP;
        }
      }
    }
    return null;
  }

  private static boolean overlaps(String one, String other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  /**
   * Prefixes add up while tracking is on, and are told in their own order; none at all means the
   * one that everything begins with.
   */
  private List<String> allPrefixes() {
    if (!broadcast) {
      return List.of();
    }
    Set<String> all = new TreeSet<>(connection.tracking().prefixes());
    all.addAll(prefixes.isEmpty() ? List.of("") : prefixes);
    return List.copyOf(all);
  }
}
