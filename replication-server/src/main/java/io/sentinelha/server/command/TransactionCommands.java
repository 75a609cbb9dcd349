package io.sentinelha.server.command;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Registry;

/** MULTI, EXEC, DISCARD, WATCH, UNWATCH. */
final class TransactionCommands implements CommandFamily {

  TransactionCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(TransactionCommands.class, "transactions.txt")
        .on("multi", TransactionCommands::multi)
        .on("exec", call -> call.engine().transactions().exec(call))
        .on("discard", TransactionCommands::discard)
        .on("watch", TransactionCommands::watch)
        .on("unwatch", TransactionCommands::unwatch);
  }

  private static void multi(Call call) {
    call.engine().transactions().begin(call.client());
    call.reply().ok();
  }

  private static void discard(Call call) {
    if (!call.client().isInTransaction()) {
      throw CommandError.of("ERR DISCARD without MULTI");
    }
    call.engine().transactions().discard(call.client());
    call.reply().ok();
  }

  private static void watch(Call call) {
    Client client = call.client();
    if (client.isInTransaction()) {
      throw CommandError.of("ERR WATCH inside MULTI is not allowed");
    }
    if (!client.isWatchedChanged()) {
      for (int i = 1; i < call.args().count(); i++) {
        call.engine().transactions().watch(client, call.args().value(i));
      }
    }
    call.reply().ok();
  }

  private static void unwatch(Call call) {
    call.engine().transactions().unwatch(call.client());
    call.reply().ok();
  }
}
