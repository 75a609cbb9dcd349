package io.sentinelha.core.command;

import io.sentinelha.core.engine.DurableState.Identity;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.IpLiteral;
import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Connection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** SENTINEL CONFIG: the settings that belong to no primary. */
final class GlobalConfig {

  private static final String USAGE =
      "ERR Only SENTINEL CONFIG GET <option> / SET <option> <value> are supported.";
  private static final String HIDDEN = "******";

  private final Supplier<SupervisorView> view;
  private final Management management;
  private final Host host;

  GlobalConfig(Supplier<SupervisorView> view, Management management, Host host) {
    this.view = view;
    this.management = management;
    this.host = host;
  }

  void handle(Connection client, Request request, RespWriter reply) {
    if (request.is(2, "get") && request.argc() >= 4) {
      get(request, reply);
    } else if (request.is(2, "set") && request.argc() >= 5) {
      set(client, request, reply);
    } else {
      reply.error(USAGE);
    }
  }

  private void get(Request request, RespWriter reply) {
    Map<String, String> values = values();
    Set<String> wanted = new LinkedHashSet<>();
    for (int i = 3; i < request.argc(); i++) {
      Glob pattern = Glob.ignoringCase(request.value(i));
      values.keySet().stream()
          .filter(name -> pattern.matches(Bytes.utf8(name)))
          .forEach(wanted::add);
    }
    reply.map(wanted.size());
    wanted.forEach(name -> reply.bulk(name).bulk(values.getOrDefault(name, "")));
  }

  private Map<String, String> values() {
    Identity me = view.get().identity();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("resolve-hostnames", "no");
    values.put("announce-hostnames", "no");
    values.put("announce-ip", me.announceIp());
    values.put("announce-port", Integer.toString(me.announcePort()));
    values.put("sentinel-user", me.peerAuth().user().orElse(""));
    // Redis Sentinel shows it. Whoever must know it has it; whoever looks over a shoulder must not.
    values.put("sentinel-pass", me.peerAuth().password().map(p -> HIDDEN).orElse(""));
    values.put("loglevel", host.logLevel());
    return values;
  }

  private void set(Connection client, Request request, RespWriter reply) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 3; i < request.argc(); i += 2) {
      String name = request.text(i);
      if (i + 1 == request.argc()) {
        reply.error("ERR Missing argument '" + name + "' value");
        return;
      }
      if (options.put(name.toLowerCase(Locale.ROOT), request.text(i + 1)) != null) {
        reply.error("ERR Duplicate argument '" + name + "' to SENTINEL CONFIG SET");
        return;
      }
    }
    // All are checked before any takes effect.
    for (Map.Entry<String, String> option : options.entrySet()) {
      Optional<String> objection = objection(option.getKey(), option.getValue());
      if (objection.isPresent()) {
        reply.error(objection.get());
        return;
      }
    }
    Optional.ofNullable(options.get("loglevel")).ifPresent(host::setLogLevel);
    management.place(
        client,
        id ->
            new Event.ChangeIdentity(
                id,
                Optional.ofNullable(options.get("announce-ip"))
                    .map(ip -> IpLiteral.canonical(ip).orElse(ip)),
                Optional.ofNullable(options.get("announce-port")).map(Integer::valueOf),
                Optional.ofNullable(options.get("sentinel-user")),
                Optional.ofNullable(options.get("sentinel-pass"))));
  }

  private Optional<String> objection(String name, String value) {
    boolean valid =
        switch (name) {
          case "announce-ip" -> value.isEmpty() || IpLiteral.canonical(value).isPresent();
          case "announce-port" -> isPort(value);
          case "sentinel-user", "sentinel-pass" -> isClean(value);
          case "resolve-hostnames", "announce-hostnames" -> isYesOrNo(value);
          case "loglevel" -> LogLevels.isLevel(value);
          default -> false;
        };
    if (!values().containsKey(name)) {
      return Optional.of("ERR Invalid argument '" + name + "' to SENTINEL CONFIG SET");
    }
    if (!valid) {
      return Optional.of("ERR Invalid value '" + value + "' to SENTINEL CONFIG SET '" + name + "'");
    }
    boolean wantsNames = name.endsWith("-hostnames") && value.equalsIgnoreCase("yes");
    return wantsNames
        ? Optional.of("ERR host names are not supported yet: '" + name + "' must be no")
        : Optional.empty();
  }

  private static boolean isYesOrNo(String value) {
    return value.equalsIgnoreCase("yes") || value.equalsIgnoreCase("no");
  }

  private static boolean isPort(String value) {
    return value.matches("0|[1-9]\\d{0,4}") && Integer.parseInt(value) <= 65535;
  }

  private static boolean isClean(String value) {
    return value.chars().noneMatch(c -> c < 0x20 || c == 0x7f);
  }
}
