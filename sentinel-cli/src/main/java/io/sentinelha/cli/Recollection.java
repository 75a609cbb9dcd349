package io.sentinelha.cli;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandArgs;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Questions to one supervisor about the past. */
record Recollection(QueryCommands.Target target) {

  List<String> primaries() {
    return target.ask(
        commands ->
            commands.masters().stream().map(fields -> fields.getOrDefault("name", "")).toList());
  }

  List<Map<String, String>> peers(String primary) {
    return list("SENTINELS", primary);
  }

  List<Map<String, String>> history(String primary, int count) {
    return list("HISTORY", primary, "COUNT", Integer.toString(count));
  }

  private List<Map<String, String>> list(String... words) {
    return target.ask(
        commands -> commands.dispatch(new SentinelKeyword(), new MapListOutput(), args(words)));
  }

  /** A whole account; empty when this supervisor has none. */
  Optional<String> account(String primary, Optional<String> id) {
    String[] words =
        id.map(i -> new String[] {"EXPLAIN", primary, i}).orElse(new String[] {"EXPLAIN", primary});
    return Optional.ofNullable(
        target.ask(
            commands ->
                commands.dispatch(
                    new SentinelKeyword(), new ValueOutput<>(StringCodec.UTF8), args(words))));
  }

  private static CommandArgs<String, String> args(String... words) {
    CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
    for (String word : words) {
      args.add(word);
    }
    return args;
  }
}
