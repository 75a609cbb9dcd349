package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.EndStep;
import io.sentinelha.server.engine.Registry;
import java.util.ArrayList;
import java.util.List;

/** Commands about the server as a whole. */
final class ServerCommands implements CommandFamily {

  /** Clients decide by it what they may use. */
  static final String REDIS_VERSION = "7.0.15";

  ServerCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(ServerCommands.class, "server.txt")
        .on("info", ServerCommands::info)
        .on("time", ServerCommands::time)
        .on("shutdown", ServerCommands::shutdown);
    new CommandCommands().register(registry);
    new ConfigCommands().register(registry);
    new DebugCommands().register(registry);
    registry.absent("cluster", "this server is not part of a cluster");
    registry.absent("module", "this server loads no modules");
    new InfoSections().register(registry);
  }

  private static void info(Call call) {
    Args args = call.args();
    List<String> names = new ArrayList<>();
    for (int i = 1; i < args.count(); i++) {
      names.add(args.text(i));
    }
    call.reply().verbatim("txt", call.engine().info().text(names));
  }

  private static void time(Call call) {
    long micros = call.engine().clock().micros();
    call.reply().array(2).bulk(micros / 1_000_000).bulk(micros % 1_000_000);
  }

  private static void shutdown(Call call) {
    Args args = call.args();
    boolean abort = false;
    boolean save = false;
    boolean noSave = false;
    boolean now = false;
    boolean force = false;
    for (int i = 1; i < args.count(); i++) {
      if (args.is(i, "NOSAVE")) {
        noSave = true;
      } else if (args.is(i, "SAVE")) {
        save = true;
      } else if (args.is(i, "ABORT")) {
        abort = true;
      } else if (args.is(i, "NOW")) {
        now = true;
      } else if (args.is(i, "FORCE")) {
        force = true;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    if ((abort && args.count() > 2) || (save && noSave)) {
      throw CommandError.SYNTAX;
    }
    if (abort) {
      if (!call.engine().ending().abort()) {
        throw CommandError.of("ERR No shutdown in progress.");
      }
      call.reply().ok();
      return;
    }
    call.engine().ending().request(call, new EndStep.Wish(save, noSave, now, force));
  }
}
