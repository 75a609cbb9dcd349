package io.sentinelha.server.command;

import io.sentinelha.server.engine.CommandFamily;
import java.util.List;

/** All families of commands. A new one needs a line here, and nothing else outside of its files. */
public final class Families {

  private Families() {}

  /** In the order in which they register. */
  public static List<CommandFamily> all() {
    return List.of(
        new ConnectionCommands(),
        new ServerCommands(),
        new AclCommands(),
        new WatchCommands(),
        new KeyCommands(),
        new StringCommands(),
        new HashCommands(),
        new ListCommands(),
        new SetCommands(),
        new ZsetCommands(),
        new SortCommands(),
        new TransactionCommands(),
        new PubSubCommands(),
        new DumpCommands(),
        new StreamCommands(),
        new BitCommands(),
        new HyperLogLogCommands(),
        new GeoCommands(),
        new ScriptCommands(),
        UnusedSettings::register);
  }
}
