package io.sentinelha.server.command;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import io.sentinelha.resp.server.AclCategory;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.KeySpec;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** COMMAND: what the table knows. */
final class CommandCommands {

  CommandCommands() {}

  void register(Registry registry) {
    registry
        .on("command", call -> infoOfAll(call))
        .on("command|count", call -> call.reply().integer(all(call).size()))
        .on("command|info", CommandCommands::info)
        .on("command|docs", CommandCommands::docs)
        .on("command|list", CommandCommands::list)
        .on("command|getkeys", call -> keys(call, false))
        .on("command|getkeysandflags", call -> keys(call, true))
        .on("command|help", call -> Help.write(call, "COMMAND"));
  }

  private static List<Command> all(Call call) {
    return call.engine().commands().all();
  }

  private static void infoOfAll(Call call) {
    List<Command> all = all(call);
    call.reply().array(all.size());
    all.forEach(command -> CommandDescription.info(command, call.reply()));
  }

  private static void info(Call call) {
    Args args = call.args();
    if (args.count() == 2) {
      infoOfAll(call);
      return;
    }
    call.reply().array(args.count() - 2L);
    for (int i = 2; i < args.count(); i++) {
      Command command = call.engine().commands().named(args.text(i));
      if (command == null) {
        call.reply().nil();
      } else {
        CommandDescription.info(command, call.reply());
      }
    }
  }

  private static void docs(Call call) {
    Args args = call.args();
    List<Command> told = new ArrayList<>();
    for (int i = 2; i < args.count(); i++) {
      Command command = call.engine().commands().named(args.text(i));
      if (command != null) {
        told.add(command);
      }
    }
    CommandDescription.docs(args.count() == 2 ? all(call) : told, call.reply());
  }

  private static void list(Call call) {
    Args args = call.args();
    Predicate<Command> filter = command -> true;
    if (args.count() == 5 && args.is(2, "FILTERBY")) {
      filter = filter(args);
    } else if (args.count() != 2) {
      throw CommandError.SYNTAX;
    }
    List<String> names = new ArrayList<>();
    for (Command command : all(call)) {
      if (filter.test(command)) {
        names.add(command.fullName());
      }
      if (args.count() == 5) {
        command.subcommands().stream().filter(filter).forEach(sub -> names.add(sub.fullName()));
      }
    }
    call.reply().array(names.size());
    names.forEach(name -> call.reply().bulk(name));
  }

  private static Predicate<Command> filter(Args args) {
    if (args.is(3, "MODULE")) {
      return command -> false;
    }
    if (args.is(3, "ACLCAT")) {
      Optional<AclCategory> category = AclCategory.named(args.text(4));
      return command -> category.map(command.categories()::contains).orElse(false);
    }
    if (args.is(3, "PATTERN")) {
      Glob glob = Glob.ignoringCase(args.value(4));
      return command -> glob.matches(Bytes.utf8(command.fullName()));
    }
    throw CommandError.SYNTAX;
  }

  private static void keys(Call call, boolean withFlags) {
    Args inner = call.args().from(2);
    Command command = find(call, inner);
    if (command == null) {
      throw CommandError.of("ERR Invalid command specified");
    }
    if (command.keys().stream().noneMatch(KeySpec::isKey)) {
      throw CommandError.of("ERR The command has no key arguments");
    }
    if (!command.takes(inner.count())) {
      throw CommandError.of("ERR Invalid number of arguments specified for command");
    }
    Reply reply = call.reply();
    List<Runnable> lines = new ArrayList<>();
    for (KeySpec spec : command.keys()) {
      List<Integer> positions = spec.positions(inner);
      if (positions == null) {
        throw CommandError.of("ERR Invalid arguments specified for command");
      }
      for (int at : positions) {
        lines.add(
            () -> {
              if (withFlags) {
                reply.array(2).bulk(inner.slice(at));
                CommandDescription.flags(spec, reply);
              } else {
                reply.bulk(inner.slice(at));
              }
            });
      }
    }
    reply.array(lines.size());
    lines.forEach(Runnable::run);
  }

  private static @Nullable Command find(Call call, Args inner) {
    Command command = call.engine().commands().named(inner.text(0));
    if (command != null && command.isContainer() && inner.count() > 1) {
      return call.engine().commands().named(inner.text(0) + "|" + inner.text(1));
    }
    return command;
  }
}
