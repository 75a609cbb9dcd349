package io.sentinelha.server.command;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Registry;

/**
 * Scripts and functions: there are none. What asks about them gets the answer of a server that has
 * none; what would run or make one is refused.
 */
final class ScriptCommands implements CommandFamily {

  private static final CommandError NO_SCRIPTS =
      CommandError.of("ERR This server does not run scripts");
  private static final CommandError NOT_LOADED =
      CommandError.of("NOSCRIPT No matching script. This server does not run scripts");
  private static final CommandError NO_FUNCTION = CommandError.of("ERR Function not found");

  ScriptCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(ScriptCommands.class, "scripting.txt")
        .on("eval", call -> refuse(NO_SCRIPTS))
        .on("eval_ro", call -> refuse(NO_SCRIPTS))
        .on("evalsha", call -> refuse(NOT_LOADED))
        .on("evalsha_ro", call -> refuse(NOT_LOADED))
        .on("fcall", call -> refuse(NO_FUNCTION))
        .on("fcall_ro", call -> refuse(NO_FUNCTION))
        .on("script|load", call -> refuse(NO_SCRIPTS))
        .on("script|debug", call -> refuse(NO_SCRIPTS))
        .on("script|exists", ScriptCommands::exists)
        .on("script|flush", ScriptCommands::flush)
        .on(
            "script|kill",
            call -> refuse(CommandError.of("NOTBUSY No scripts in execution right now.")))
        .on("script|help", call -> Help.write(call, "SCRIPT"))
        .on("function|load", call -> refuse(NO_SCRIPTS))
        .on("function|restore", call -> refuse(NO_SCRIPTS))
        .on("function|delete", call -> refuse(CommandError.of("ERR Library not found")))
        .on("function|dump", call -> refuse(NO_SCRIPTS))
        .on("function|list", call -> call.reply().array(0))
        .on("function|flush", ScriptCommands::flush)
        .on(
            "function|kill",
            call -> refuse(CommandError.of("NOTBUSY No scripts in execution right now.")))
        .on("function|stats", ScriptCommands::stats)
        .on("function|help", call -> Help.write(call, "FUNCTION"));
  }

  private static void refuse(CommandError why) {
    throw why;
  }

  private static void exists(Call call) {
    int count = call.args().count() - 2;
    call.reply().array(count);
    for (int i = 0; i < count; i++) {
      call.reply().integer(0);
    }
  }

  private static void flush(Call call) {
    boolean script = call.command().fullName().startsWith("script");
    boolean known =
        call.args().count() == 2
            || (call.args().count() == 3
                && (call.args().is(2, "SYNC") || call.args().is(2, "ASYNC")));
    if (!known) {
      throw CommandError.of(
          script
              ? "ERR SCRIPT FLUSH only support SYNC|ASYNC option"
              : "ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
    }
    call.reply().ok();
  }

  private static void stats(Call call) {
    call.reply().map(2).bulk("running_script").nil().bulk("engines").map(0);
  }
}
