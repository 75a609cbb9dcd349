package io.sentinelha.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.server.AclCategory;
import io.sentinelha.server.acl.Acl;
import io.sentinelha.server.acl.AclLog;
import io.sentinelha.server.acl.AclSettings;
import io.sentinelha.server.acl.Description;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** ACL: who may do what. */
final class AclCommands implements CommandFamily {

  private static final int MOST_BITS = 4096;
  private static final int USUAL_BITS = 256;
  private static final int LOG_TOLD = 10;

  AclCommands() {}

  @Override
  public void register(Registry registry) {
    Engine engine = registry.engine();
    AclSettings settings = new AclSettings();
    Acl acl = new Acl(engine, settings, client -> ClientLine.of(client, engine.now()));
    engine.access(acl);
    settings.register(registry, acl);
    registry
        .table(AclCommands.class, "acl.txt")
        .on("acl|whoami", call -> call.reply().bulk(call.client().user()))
        .on("acl|users", call -> texts(call, acl.names()))
        .on("acl|list", call -> latin(call.reply(), acl.lines()))
        .on("acl|getuser", call -> getUser(call, acl))
        .on("acl|setuser", call -> setUser(call, acl))
        .on("acl|deluser", call -> deleteUsers(call, acl))
        .on("acl|cat", AclCommands::categories)
        .on("acl|genpass", AclCommands::password)
        .on("acl|dryrun", call -> dryRun(call, acl))
        .on("acl|log", call -> log(call, acl.log()))
        .on("acl|load", call -> file(call, () -> settings.load(acl)))
        .on("acl|save", call -> file(call, () -> settings.save(acl)))
        .on("acl|help", call -> Help.write(call, "ACL"));
  }

  private static void texts(Call call, List<String> all) {
    call.reply().array(all.size());
    all.forEach(call.reply()::bulk);
  }

  /** Texts with one character per byte. */
  private static void latin(Reply reply, List<String> all) {
    reply.array(all.size());
    all.forEach(text -> reply.bulk(text.getBytes(ISO_8859_1)));
  }

  private static String latin(Args args, int index) {
    return new String(args.buffer(), args.start(index), args.length(index), ISO_8859_1);
  }

  private static void getUser(Call call, Acl acl) {
    Description user = acl.describe(call.args().text(2));
    Reply reply = call.reply();
    if (user == null) {
      reply.nil();
      return;
    }
    reply.map(6);
    reply.bulk("flags").set(user.flags().size());
    user.flags().forEach(reply::bulk);
    latin(reply.bulk("passwords"), user.passwords());
    part(reply, user.selectors().get(0));
    List<Description.Part> others = user.selectors().subList(1, user.selectors().size());
    reply.bulk("selectors").array(others.size());
    others.forEach(
        other -> {
          reply.map(3);
          part(reply, other);
        });
  }

  private static void part(Reply reply, Description.Part part) {
    reply.bulk("commands").bulk(part.commands().getBytes(ISO_8859_1));
    reply.bulk("keys").bulk(part.keys().getBytes(ISO_8859_1));
    reply.bulk("channels").bulk(part.channels().getBytes(ISO_8859_1));
  }

  private static void setUser(Call call, Acl acl) {
    Args args = call.args();
    List<String> rules = new ArrayList<>();
    for (int i = 3; i < args.count(); i++) {
      rules.add(latin(args, i));
    }
    try {
      acl.set(args.text(2), rules);
    } catch (IllegalArgumentException e) {
      throw CommandError.latin("ERR " + e.getMessage());
    }
    call.reply().ok();
  }

  private static void deleteUsers(Call call, Acl acl) {
    List<String> names = new ArrayList<>();
    for (int i = 2; i < call.args().count(); i++) {
      names.add(call.args().text(i));
    }
    if (names.contains("default")) {
      throw CommandError.of("ERR The 'default' user cannot be removed");
    }
    call.reply().integer(acl.delete(names));
  }

  private static void categories(Call call) {
    Args args = call.args();
    if (args.count() > 3) {
      throw CommandError.latin(
          "ERR unknown subcommand or wrong number of arguments for '"
              + args.printed(1)
              + "'. Try ACL HELP.");
    }
    List<String> names = new ArrayList<>();
    if (args.count() == 2) {
      for (AclCategory category : AclCategory.values()) {
        names.add(category.word());
      }
    } else {
      AclCategory category =
          AclCategory.named(args.text(2))
              .orElseThrow(
                  () -> CommandError.latin("ERR Unknown category '" + args.printed(2) + "'"));
      Consumer<Command> taker =
          command -> {
            if (command.categories().contains(category)) {
              names.add(command.fullName());
            }
          };
      for (Command command : call.engine().commands().all()) {
        taker.accept(command);
        command.subcommands().forEach(taker);
      }
    }
    texts(call, names);
  }

  private static void password(Call call) {
    Args args = call.args();
    if (args.count() > 3) {
      throw CommandError.latin(
          "ERR unknown subcommand or wrong number of arguments for '"
              + args.printed(1)
              + "'. Try ACL HELP.");
    }
    long bits = args.count() == 3 ? args.number(2) : USUAL_BITS;
    if (bits < 1 || bits > MOST_BITS) {
      throw CommandError.of(
          "ERR ACL GENPASS argument must be the number of bits for the output password, a positive"
              + " number up to "
              + MOST_BITS);
    }
    StringBuilder digits = new StringBuilder();
    while (digits.length() < (bits + 3) / 4) {
      digits.append(Character.forDigit(call.engine().random().nextInt(16), 16));
    }
    call.reply().bulk(digits.toString());
  }

  private static void dryRun(Call call, Acl acl) {
    Args args = call.args();
    String user = args.text(2);
    if (!acl.exists(user)) {
      throw CommandError.of("ERR User '" + user + "' not found");
    }
    Args request = args.from(3);
    Command command = call.engine().commands().of(request);
    if (command == null) {
      throw CommandError.latin("ERR Command '" + args.printed(3) + "' not found");
    }
    if (!command.takes(request.count())) {
      throw CommandError.of(
          "ERR wrong number of arguments for '" + command.fullName() + "' command");
    }
    String refusal = acl.refusal(user, command, request);
    if (refusal == null) {
      call.reply().ok();
    } else {
      call.reply().bulk(refusal.getBytes(ISO_8859_1));
    }
  }

  private static void log(Call call, AclLog log) {
    Args args = call.args();
    long count = LOG_TOLD;
    if (args.count() == 3) {
      if (args.is(2, "RESET")) {
        log.clear();
        call.reply().ok();
        return;
      }
      count = Math.max(0, args.number(2));
    } else if (args.count() > 3) {
      throw CommandError.latin(
          "ERR unknown subcommand or wrong number of arguments for '"
              + args.printed(1)
              + "'. Try ACL HELP.");
    }
    List<AclLog.Entry> entries = log.newest(count);
    Reply reply = call.reply().array(entries.size());
    for (AclLog.Entry entry : entries) {
      reply.map(7);
      reply.bulk("count").integer(entry.count());
      reply.bulk("reason").bulk(entry.reason());
      reply.bulk("context").bulk(entry.context());
      reply.bulk("object").bulk(entry.object().getBytes(ISO_8859_1));
      reply.bulk("username").bulk(entry.user());
      reply.bulk("age-seconds").dbl(entry.ageSeconds(call.now()));
      reply.bulk("client-info").bulk(entry.client());
    }
  }

  private static void file(Call call, Runnable work) {
    try {
      work.run();
    } catch (IllegalArgumentException e) {
      throw CommandError.of("ERR " + e.getMessage());
    }
    call.reply().ok();
  }
}
