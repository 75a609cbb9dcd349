package io.sentinelha.resp.command;

import static io.sentinelha.resp.server.CommandFlag.ADMIN;
import static io.sentinelha.resp.server.CommandFlag.LOADING;
import static io.sentinelha.resp.server.CommandFlag.NOSCRIPT;
import static io.sentinelha.resp.server.CommandFlag.STALE;

import io.sentinelha.resp.server.Argument;
import io.sentinelha.resp.server.ArgumentType;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.CommandBuilder;
import io.sentinelha.resp.server.Handler;

/** What ACL consists of. */
final class AclCommand {

  private static final String PER_USER = "O(N), N being the users";
  private static final Argument USERNAME = Argument.of("username", ArgumentType.STRING);

  private AclCommand() {}

  static Command acl() {
    return Command.named("acl")
        .arity(-2)
        .docs("server", "6.0.0", "Depends on the subcommand", "Commands about users and rights")
        .subcommands(cat(), delUser(), dryRun(), genPass(), getUser(), list(), load())
        .subcommands(log(), save(), setUser(), users(), whoAmI())
        .subcommands(Help.subcommand("server", "6.0.0"))
        .build();
  }

  private static CommandBuilder cat() {
    return open("cat", -2, AclCatalog::cat)
        .docs("server", "6.0.0", "O(1)", "Names categories, or the commands of one")
        .arguments(Argument.of("categoryname", ArgumentType.STRING).optional());
  }

  private static CommandBuilder delUser() {
    return admin("deluser", -3, AclUsers::delete)
        .docs("server", "6.0.0", "O(1)", "Deletes users")
        .arguments(USERNAME.multiple());
  }

  private static CommandBuilder dryRun() {
    return admin("dryrun", -4, AclCatalog::dryRun)
        .docs("server", "7.0.0", "O(1)", "Tells whether a user may run a command")
        .arguments(
            USERNAME,
            Argument.of("command", ArgumentType.STRING),
            Argument.of("arg", ArgumentType.STRING).optional().multiple());
  }

  private static CommandBuilder genPass() {
    return open("genpass", -2, AclCatalog::generatePassword)
        .docs("server", "6.0.0", "O(1)", "Makes up a password")
        .arguments(Argument.of("bits", ArgumentType.INTEGER).optional());
  }

  private static CommandBuilder getUser() {
    return admin("getuser", 3, AclUsers::describe)
        .docs("server", "6.0.0", "O(N), N being the user's rules", "Describes a user")
        .arguments(USERNAME);
  }

  private static CommandBuilder list() {
    return admin("list", 2, AclUsers::list)
        .docs("server", "6.0.0", PER_USER, "Writes users as they are configured");
  }

  private static CommandBuilder load() {
    return admin("load", 2, AclUsers::noFile)
        .docs("server", "6.0.0", PER_USER, "Reads users from the file for them");
  }

  private static CommandBuilder log() {
    return admin("log", -2, AclLogReply::log)
        .docs("server", "6.0.0", "O(N), N being the entries", "Tells who was refused what")
        .arguments(
            Argument.oneOf(
                    "operation", Argument.of("count", ArgumentType.INTEGER), Argument.word("RESET"))
                .optional());
  }

  private static CommandBuilder save() {
    return admin("save", 2, AclUsers::noFile)
        .docs("server", "6.0.0", PER_USER, "Writes users to the file for them");
  }

  private static CommandBuilder setUser() {
    return admin("setuser", -3, AclUsers::change)
        .docs("server", "6.0.0", "O(N), N being the rules", "Makes or changes a user")
        .arguments(USERNAME, Argument.of("rule", ArgumentType.STRING).optional().multiple());
  }

  private static CommandBuilder users() {
    return admin("users", 2, AclUsers::names).docs("server", "6.0.0", PER_USER, "Names users");
  }

  private static CommandBuilder whoAmI() {
    return open("whoami", 2, (c, request, reply) -> reply.bulk(c.user().name()))
        .docs("server", "6.0.0", "O(1)", "Names the user of this connection");
  }

  private static CommandBuilder open(String name, int arity, Handler handler) {
    return Command.named(name).arity(arity).flags(NOSCRIPT, LOADING, STALE).handler(handler);
  }

  private static CommandBuilder admin(String name, int arity, Handler handler) {
    return open(name, arity, handler).flags(ADMIN);
  }
}
