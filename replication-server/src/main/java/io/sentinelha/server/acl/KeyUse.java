package io.sentinelha.server.acl;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.KeySpec;
import java.util.List;

/** What a request does to the content of its keys; looking whether one is there is neither. */
record KeyUse(boolean reads, boolean writes) {

  static KeyUse of(Command command, KeySpec spec, Args args) {
    List<String> flags = spec.flags();
    if (flags.contains("variable_flags")) {
      return variable(command, args);
    }
    boolean writes =
        flags.contains("insert") || flags.contains("delete") || flags.contains("update");
    return new KeyUse(flags.contains("access"), writes);
  }

  /** Commands whose options decide. */
  private static KeyUse variable(Command command, Args args) {
    if (command.name().equals("set")) {
      return new KeyUse(has(args, 3, "GET"), true);
    }
    if (command.name().equals("bitfield")) {
      return new KeyUse(true, has(args, 2, "SET") || has(args, 2, "INCRBY"));
    }
    return new KeyUse(true, true);
  }

  private static boolean has(Args args, int from, String word) {
    for (int i = from; i < args.count(); i++) {
      if (args.is(i, word)) {
        return true;
      }
    }
    return false;
  }
}
