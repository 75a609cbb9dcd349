package io.sentinelha.server.command;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The HELP subcommand of containers, made from what the table knows. */
final class Help {

  private Help() {}

  static void write(Call call, String container) {
    Command command = call.engine().commands().named(container);
    List<String> lines = new ArrayList<>();
    lines.add(container + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    if (command != null) {
      for (Command sub : command.subcommands()) {
        lines.add(sub.name().toUpperCase(Locale.ROOT));
        lines.add("    " + sub.docs().summary() + ".");
      }
    }
    call.reply().array(lines.size());
    lines.forEach(line -> call.reply().simple(line));
  }
}
