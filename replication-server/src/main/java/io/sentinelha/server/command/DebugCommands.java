package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Handler;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.TextSetting;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DEBUG: what only tests need. Other families add to it with {@link Registry#debug}. */
final class DebugCommands {

  private static final Logger log = LoggerFactory.getLogger(DebugCommands.class);

  private final TextSetting enabled =
      TextSetting.oneOf("enable-debug-command", "no", "yes", "no", "local");

  DebugCommands() {}

  void register(Registry registry) {
    registry.setting(enabled.fixed());
    registry.on("debug", this::debug);
    registry
        .debug("sleep", DebugCommands::sleep)
        .debug("set-active-expire", DebugCommands::setActiveExpire)
        .debug("error", DebugCommands::error)
        .debug("log", DebugCommands::log);
  }

  private void debug(Call call) {
    if (!ConfigCommands.isAllowed(call, enabled.value())) {
      throw CommandError.of(
          "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\","
              + " you can run it from a local connection, otherwise you need to set this option in"
              + " the configuration file, and then restart the server.");
    }
    String word = call.args().text(1);
    Handler found = call.engine().debugger(word.toLowerCase(Locale.ROOT));
    if (found == null) {
      throw CommandError.of(
          "ERR unknown subcommand or wrong number of arguments for '"
              + word
              + "'. Try DEBUG HELP.");
    }
    found.run(call);
  }

  private static void requireArgument(Call call) {
    if (call.args().count() != 3) {
      throw CommandError.latin(
          "ERR unknown subcommand or wrong number of arguments for '"
              + call.args().printed(1)
              + "'. Try DEBUG HELP.");
    }
  }

  private static void sleep(Call call) {
    requireArgument(call);
    double seconds;
    try {
      seconds = Double.parseDouble(call.args().text(2));
    } catch (NumberFormatException e) {
      seconds = 0; // As C's strtod.
    }
    try {
      Thread.sleep(Math.max(0, (long) (seconds * 1000)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    call.reply().ok();
  }

  private static void error(Call call) {
    requireArgument(call);
    call.reply().error(call.args().bytes(2));
  }

  private static void log(Call call) {
    requireArgument(call);
    log.warn("DEBUG LOG: {}", call.args().text(2));
    call.reply().ok();
  }

  private static void setActiveExpire(Call call) {
    requireArgument(call);
    Args args = call.args();
    call.engine().keys().activeExpiry(!args.is(2, "0"));
    call.reply().ok();
  }
}
