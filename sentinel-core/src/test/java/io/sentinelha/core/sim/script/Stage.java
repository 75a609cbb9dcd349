package io.sentinelha.core.sim.script;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.engine.Reply;
import io.sentinelha.core.sim.DataServer;
import io.sentinelha.core.sim.Host;
import io.sentinelha.core.sim.Member;
import io.sentinelha.core.sim.Supervisor;
import io.sentinelha.core.sim.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A group that is told what to do by the words of a script, and what it says. */
final class Stage {

  /** Long enough for everybody to be past its start, in which a pause is no tilt. */
  private static final long SETTLE_MILLIS = 13_000;

  private static final long ACQUAINTANCE_MILLIS = 30_000;
  private static final String STRANGER = "f".repeat(40);

  private final World world;
  private final long begin;
  private List<String> lines = new ArrayList<>();

  private Stage(World world) {
    this.world = world;
    this.begin = world.scheduler.now();
    world.members().forEach(m -> m.onNotice(this::heard));
  }

  /** Sets up what the first order of a script describes, and lets it settle. */
  static Stage set(String order) {
    Map<String, String> options = new HashMap<>();
    for (String word : order.split(" +")) {
      int sign = word.indexOf('=');
      if (sign > 0) {
        options.put(word.substring(0, sign), word.substring(sign + 1));
      }
    }
    World world = new World(number(options, "seed", 1));
    for (String group : options.getOrDefault("primaries", World.PRIMARY).split(",")) {
      world.addGroup(group, (int) number(options, "replicas", 2));
    }
    for (int i = 0; i < number(options, "supervisors", 3); i++) {
      world.begin(world.addSupervisor(settings(options)));
    }
    long end = world.scheduler.now() + ACQUAINTANCE_MILLIS;
    while (!world.isAcquainted() && world.scheduler.now() < end) {
      world.run(10);
    }
    world.run(SETTLE_MILLIS);
    return new Stage(world);
  }

  private static PrimarySettings settings(Map<String, String> options) {
    Guard guard =
        options.containsKey("guard") ? new Guard((int) number(options, "guard", 0), 10) : Guard.OFF;
    return PrimarySettings.defaults((int) number(options, "quorum", 2))
        .withDownAfterMillis(duration(options, "down-after", "1s"))
        .withRefusedDownAfterMillis(duration(options, "refused-down-after", "0s"))
        .withRebootDownAfterMillis(duration(options, "reboot-down-after", "0s"))
        .withFailoverTimeoutMillis(duration(options, "failover-timeout", "10s"))
        .withParallelSyncs((int) number(options, "parallel-syncs", 1))
        .withGuard(guard);
  }

  private static long number(Map<String, String> options, String name, long otherwise) {
    return Long.parseLong(options.getOrDefault(name, Long.toString(otherwise)));
  }

  private static long duration(Map<String, String> options, String name, String otherwise) {
    return duration(options.getOrDefault(name, otherwise));
  }

  private static long duration(String text) {
    return text.endsWith("ms")
        ? Long.parseLong(text.substring(0, text.length() - 2))
        : 1_000 * Long.parseLong(text.substring(0, text.length() - 1));
  }

  /** Carries orders out and returns what was said meanwhile. */
  List<String> play(List<String> orders) {
    lines = new ArrayList<>();
    orders.forEach(this::obey);
    return lines;
  }

  private void obey(String order) {
    String[] w = order.split(" +");
    switch (w[0]) {
      case "run" -> world.run(duration(w[1]));
      case "state" -> state();
      case "heal" -> world.network.heal();
      case "cut" -> world.network.cut(host(w[1]), host(w[2]));
      case "isolate" -> world.isolate(host(w[1]));
      case "kill" -> names(w).forEach(n -> host(n).kill());
      case "power-off" -> names(w).forEach(n -> host(n).powerOff());
      case "restart" -> names(w).forEach(n -> host(n).restart());
      case "restart-empty" -> data(w[1]).restart(DataServer.Start.EMPTY);
      case "pause" -> names(w).forEach(n -> host(n).pause());
      case "resume" -> names(w).forEach(n -> host(n).resume());
      default -> obeySpecial(order, w);
    }
  }

  private void obeySpecial(String order, String[] w) {
    switch (w[0]) {
      case "priority" -> data(w[1]).setPriority(Integer.parseInt(w[2]));
      case "foreign" -> data(w[1]).makeForeign();
      case "set-guard" -> data(w[1]).setGuard(new Guard(Integer.parseInt(w[2]), 10));
      case "refuse-transactions" -> data(w[1]).refusesTransactions = true;
      case "fail-disk" -> supervisor(w[1]).failDisk(true);
      case "mend-disk" -> supervisor(w[1]).failDisk(false);
      case "failover" -> ask(w[1], id -> new Event.ForceFailover(id, w[2]));
      case "remove" -> ask(w[1], id -> new Event.Remove(id, w[2]));
      case "reset" -> ask(w[1], id -> new Event.Reset(id, List.of(w[2])));
      case "set" -> ask(w[1], id -> new Event.Set(id, w[2], Arrays.asList(w).subList(3, w.length)));
      case "monitor" ->
          ask(w[1], id -> new Event.Monitor(id, w[2], host(w[3]).address, Integer.parseInt(w[4])));
      case "hello" -> hello(w);
      default -> throw new IllegalArgumentException("no such order: " + order);
    }
  }

  private static List<String> names(String[] words) {
    return Arrays.asList(words).subList(1, words.length);
  }

  /** {@code hello s1 from=10.0.1.9 epoch=5 primary=p at=p2 config=5}: as a peer would say it. */
  private void hello(String[] w) {
    Map<String, String> options = new HashMap<>();
    Arrays.stream(w).skip(2).map(x -> x.split("=", 2)).forEach(x -> options.put(x[0], x[1]));
    Endpoint at = host(options.getOrDefault("at", "?")).address;
    String payload =
        String.join(
            ",",
            options.getOrDefault("from", "10.0.1.99"),
            "26379",
            STRANGER,
            options.getOrDefault("epoch", "0"),
            options.getOrDefault("primary", World.PRIMARY),
            at.host(),
            Integer.toString(at.port()),
            options.getOrDefault("config", "0"));
    supervisor(w[1]).ask(id -> new Event.HelloTold(payload), reply -> {});
  }

  private void ask(String name, java.util.function.LongFunction<Event> order) {
    supervisor(name)
        .ask(
            order,
            reply -> {
              if (reply instanceof Reply.Refused refused) {
                say(name, "refuses: " + refused.text());
              }
            });
  }

  private void state() {
    for (String group : world.groups()) {
      String named =
          world.members().stream()
              .map(m -> m.name + " " + (m.isAlive() ? nameOf(m.addressOf(group)) : "dead"))
              .collect(Collectors.joining(", "));
      say(group, "named by " + named);
      String roles =
          world.dataOf(group).stream()
              .map(d -> d.name + " " + role(d))
              .collect(Collectors.joining(", "));
      say(group, "served by " + roles);
    }
  }

  private String role(DataServer node) {
    if (!node.isAlive()) {
      return "dead";
    }
    return node.isPrimary() ? "primary" : "follows " + nameOf(node.follows());
  }

  private String nameOf(Optional<Endpoint> address) {
    return address
        .map(at -> world.host(at).map(h -> h.name).orElse(at.toString()))
        .orElse("nobody");
  }

  private Host host(String name) {
    return world.everybody().stream()
        .filter(h -> h.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nobody is called " + name));
  }

  private DataServer data(String name) {
    return (DataServer) host(name);
  }

  private Supervisor supervisor(String name) {
    return (Supervisor) host(name);
  }

  // What is said.

  private void heard(Member who, Notice notice) {
    say(who.name, notice.event() + " " + brief(notice.details()));
  }

  private void say(String who, String what) {
    double seconds = (world.scheduler.now() - begin) / 1_000.0;
    lines.add(String.format(Locale.ROOT, "%7.3f %-2s %s", seconds, who, what).stripTrailing());
  }

  /** Names instead of addresses and ids, and each said once. */
  private String brief(String details) {
    String text = details;
    for (Host host : world.everybody()) {
      text = text.replace(host.address.toString(), host.name);
      String words = host.address.host() + " " + host.address.port();
      text = text.replaceAll(java.util.regex.Pattern.quote(words) + "\\b", host.name);
      if (host instanceof Member member) {
        text = text.replace(member.runId(), member.name);
      }
    }
    return text.replace(STRANGER, "stranger")
        .replaceAll("\\b(\\w+) \\1 @ (\\w+) \\w+", "$1 @ $2")
        .strip();
  }
}
