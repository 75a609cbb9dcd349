package io.sentinelha.server.command;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.engine.SlowLog;
import java.util.List;

/** Looking at the server while it works: MONITOR, SLOWLOG, LATENCY, MEMORY. */
final class WatchCommands implements CommandFamily {

  private static final int TOLD = 10;

  WatchCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(WatchCommands.class, "watching.txt")
        .on("monitor", WatchCommands::monitor)
        .on("slowlog|get", WatchCommands::slowLog)
        .on("slowlog|len", call -> call.reply().integer(call.engine().observed().slowLog().size()))
        .on("slowlog|reset", WatchCommands::reset)
        .on("slowlog|help", call -> Help.write(call, "SLOWLOG"));
    new LatencyCommands().register(registry);
    new MemoryCommands().register(registry);
  }

  private static void monitor(Call call) {
    if (call.engine().isInTransaction()) {
      throw CommandError.of("ERR MONITOR isn't allowed for DENY BLOCKING client");
    }
    call.engine().observed().monitors().add(call.client());
    call.reply().ok();
  }

  private static void reset(Call call) {
    call.engine().observed().slowLog().clear();
    call.reply().ok();
  }

  private static void slowLog(Call call) {
    CommandError refusal = CommandError.of("ERR count should be greater than or equal to -1");
    long count = TOLD;
    if (call.args().count() == 3) {
      count = call.args().number(2, refusal);
      if (count < -1) {
        throw refusal;
      }
    } else if (call.args().count() > 3) {
      throw CommandError.of(
          "ERR unknown subcommand or wrong number of arguments for 'get'. Try SLOWLOG HELP.");
    }
    List<SlowLog.Entry> entries = call.engine().observed().slowLog().newest(count);
    Reply reply = call.reply().array(entries.size());
    for (SlowLog.Entry entry : entries) {
      reply.array(6).integer(entry.id()).integer(entry.seconds()).integer(entry.micros());
      reply.array(entry.arguments().size());
      entry.arguments().forEach(reply::bulk);
      reply.bulk(entry.client()).bulk(entry.name());
    }
  }
}
