package io.sentinelha.server.command;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.PubSub;
import io.sentinelha.server.engine.PubSub.Kind;
import io.sentinelha.server.engine.Registry;
import java.util.List;
import java.util.Set;

/** Messages on channels. */
final class PubSubCommands implements CommandFamily {

  PubSubCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(PubSubCommands.class, "pubsub.txt")
        .on("subscribe", call -> subscribe(call, Kind.CHANNEL))
        .on("psubscribe", call -> subscribe(call, Kind.PATTERN))
        .on("ssubscribe", call -> subscribe(call, Kind.SHARD))
        .on("unsubscribe", call -> unsubscribe(call, Kind.CHANNEL))
        .on("punsubscribe", call -> unsubscribe(call, Kind.PATTERN))
        .on("sunsubscribe", call -> unsubscribe(call, Kind.SHARD))
        .on("publish", PubSubCommands::publish)
        .on("spublish", PubSubCommands::publish)
        .on("pubsub|channels", call -> channels(call, call.engine().pubSub().channels()))
        .on("pubsub|shardchannels", call -> channels(call, call.engine().pubSub().shardChannels()))
        .on("pubsub|numsub", call -> counts(call, Kind.CHANNEL))
        .on("pubsub|shardnumsub", call -> counts(call, Kind.SHARD))
        .on("pubsub|numpat", call -> call.reply().integer(call.engine().pubSub().patterns()))
        .on("pubsub|help", call -> Help.write(call, "PUBSUB"));
    PubSub pubSub = registry.engine().pubSub();
    registry.info(
        "Stats",
        line -> {
          line.accept("pubsub_channels", pubSub.channels().size());
          line.accept("pubsub_patterns", pubSub.patterns());
          line.accept("pubsubshard_channels", pubSub.shardChannels().size());
        });
  }

  private static void subscribe(Call call, Kind kind) {
    for (int i = 1; i < call.args().count(); i++) {
      call.engine().pubSub().subscribe(call.client(), kind, call.args().value(i));
    }
  }

  private static void unsubscribe(Call call, Kind kind) {
    if (call.args().count() == 1) {
      call.engine().pubSub().unsubscribeAll(call.client(), kind);
    }
    for (int i = 1; i < call.args().count(); i++) {
      call.engine().pubSub().unsubscribe(call.client(), kind, call.args().value(i));
    }
  }

  private static void publish(Call call) {
    Bytes channel = call.args().value(1);
    byte[] message = call.args().bytes(2);
    PubSub pubSub = call.engine().pubSub();
    boolean shard = call.command().name().equals("spublish");
    int receivers =
        shard ? pubSub.publishShard(channel, message) : pubSub.publish(channel, message);
    call.propagateAlways();
    call.reply().integer(receivers);
  }

  private static void channels(Call call, Set<Bytes> all) {
    if (call.args().count() > 3) {
      throw CommandError.latin(
          "ERR unknown subcommand or wrong number of arguments for '"
              + call.args().printed(1)
              + "'. Try PUBSUB HELP.");
    }
    List<Bytes> told = List.copyOf(all);
    if (call.args().count() == 3) {
      Glob glob = Glob.of(call.args().value(2));
      told = all.stream().filter(glob::matches).toList();
    }
    call.reply().array(told.size());
    told.forEach(name -> call.reply().bulk(name));
  }

  private static void counts(Call call, Kind kind) {
    int count = call.args().count();
    call.reply().array(2L * (count - 2));
    for (int i = 2; i < count; i++) {
      Bytes name = call.args().value(i);
      call.reply().bulk(name).integer(call.engine().pubSub().subscribers(kind, name));
    }
  }
}
