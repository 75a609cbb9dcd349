package io.sentinelha.resp.command;

import io.sentinelha.resp.server.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The commands of this package, for the table of a server. */
public final class ConnectionCommands {

  private ConnectionCommands() {}

  /**
   * PING, AUTH, HELLO, QUIT, CLIENT, COMMAND, ACL, SUBSCRIBE, UNSUBSCRIBE, PSUBSCRIBE and
   * PUNSUBSCRIBE.
   *
   * @param identity asked for every HELLO, on event loops
   */
  public static List<Command> all(Supplier<ServerIdentity> identity) {
    List<Command> all = new ArrayList<>();
    all.add(BasicCommands.ping());
    all.add(AuthCommands.auth());
    all.add(AuthCommands.hello(identity));
    all.add(BasicCommands.quit());
    all.add(ClientCommand.client());
    all.add(CommandCommand.command());
    all.add(AclCommand.acl());
    all.addAll(PubSubCommands.all());
    return all;
  }

  /**
   * ECHO, RESET and SELECT, which a sentinel does not have.
   *
   * @param databases how many numbers SELECT takes; positive
   */
  public static List<Command> ofDataServers(int databases) {
    return List.of(BasicCommands.echo(), BasicCommands.reset(), BasicCommands.select(databases));
  }
}
