package io.sentinelha.cli;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.sentinel.api.sync.RedisSentinelCommands;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a supervisor what would happen if a master died now. */
@Command(
    name = "what-if",
    description = {
      "Tells what would happen if a master died now: whether it would be failed over, who would"
          + " agree, which replica would win, and why each other one would not.",
      "",
      "The supervisor lets a copy of its engine live through the death; nothing is done to anybody."
          + " It tells what it can see itself: one that is cut off from the others says so. Without"
          + " --master all masters are asked about."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done; each of the masters would be failed over, or is being failed over",
      "1:failed; the reason is on standard error",
      "2:wrong usage of the command line",
      "3:no master of that name is watched",
      "4:no supervisor answers at that address",
      "5:a master would not be failed over",
      "7:the supervisor wants a password, or another one"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sentinel what-if -p 26379",
      "  sentinel what-if --master mymaster --json",
      "  sentinel what-if > /dev/null || echo 'somebody should look'"
    })
final class WhatIfCommand implements Callable<Integer> {

  private static final int WOULD_NOT = 5;
  private static final List<String> GOOD = List.of("failover", "under-way");

  @Spec private CommandSpec spec;
  @Mixin private QueryCommands.Target target = new QueryCommands.Target();

  @Option(
      names = {"-m", "--master"},
      paramLabel = "NAME",
      description = "The master's name (all).")
  private Optional<String> name = Optional.empty();

  @Override
  public Integer call() {
    List<Map<String, Object>> forecasts = target.ask(this::askAll);
    PrintWriter out = spec.commandLine().getOut();
    if (target.wantsJson()) {
      QueryCommands.Target.printJson(out, "ForecastList", forecasts);
    } else {
      forecasts.forEach(forecast -> print(out, forecast));
    }
    boolean good = forecasts.stream().allMatch(f -> GOOD.contains(text(f, "outcome")));
    return good ? 0 : WOULD_NOT;
  }

  private List<Map<String, Object>> askAll(RedisSentinelCommands<String, String> commands) {
    List<String> names =
        name.map(List::of)
            .orElseGet(
                () -> commands.masters().stream().map(m -> m.getOrDefault("name", "")).toList());
    return names.stream().map(n -> ask(commands, n)).toList();
  }

  private static Map<String, Object> ask(
      RedisSentinelCommands<String, String> commands, String master) {
    List<Object> reply =
        commands.dispatch(
            new SentinelKeyword(),
            new ArrayOutput<>(StringCodec.UTF8),
            new CommandArgs<>(StringCodec.UTF8).add("WHATIF").add(master));
    return fields(reply);
  }

  /** A flat list of names and values, as they come in both protocols, as a map. */
  private static Map<String, Object> fields(List<?> words) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      Object value = words.get(i + 1);
      map.put(String.valueOf(words.get(i)), value instanceof List<?> list ? items(list) : value);
    }
    return map;
  }

  private static List<Map<String, Object>> items(List<?> list) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Object item : list) {
      if (item instanceof List<?> words) {
        all.add(fields(words));
      }
    }
    return all;
  }

  private static void print(PrintWriter out, Map<String, Object> f) {
    out.println(text(f, "name") + " at " + address(f) + " " + text(f, "headline"));
    String refused = text(f, "connection-refused-down-after-milliseconds");
    out.println(
        "  found down after "
            + text(f, "down-after-milliseconds")
            + " ms of silence"
            + (refused.equals("0") ? "" : ", or " + refused + " ms of refused connections"));
    if (!text(f, "tilt-milliseconds").equals("0")) {
      out.println(
          "  this supervisor is in tilt and would do nothing for another "
              + text(f, "tilt-milliseconds")
              + " ms");
    }
    String all = " of " + text(f, "voters");
    out.println("  agreement: " + text(f, "agreeing") + all + ", quorum " + text(f, "quorum"));
    out.println("  votes: " + text(f, "votes") + all + ", " + text(f, "votes-needed") + " needed");
    out.println("  other supervisors:");
    for (Map<String, Object> peer : list(f, "sentinels")) {
      out.println("    " + address(peer) + " " + text(peer, "text"));
    }
    out.println("  replicas:");
    for (Map<String, Object> r : list(f, "replicas")) {
      out.println("    " + address(r) + " " + text(r, "verdict") + ": " + text(r, "text"));
    }
  }

  private static String address(Map<String, Object> of) {
    return text(of, "ip") + ":" + text(of, "port");
  }

  private static String text(Map<String, Object> of, String field) {
    return String.valueOf(of.getOrDefault(field, "?"));
  }

  private static List<Map<String, Object>> list(Map<String, Object> of, String field) {
    return of.get(field) instanceof List<?> list ? castItems(list) : List.of();
  }

  private static List<Map<String, Object>> castItems(List<?> list) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Object item : list) {
      if (item instanceof Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        all.add(copy);
      }
    }
    return all;
  }
}
