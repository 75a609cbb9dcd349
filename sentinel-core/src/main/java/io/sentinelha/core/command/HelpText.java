package io.sentinelha.core.command;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Connection;
import java.util.List;

/** SENTINEL HELP. */
final class HelpText {

  private static final List<String> LINES =
      List.of(
          "SENTINEL <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
          "GET-MASTER-ADDR-BY-NAME <name>",
          "    Where the primary is now: address and port.",
          "MASTERS",
          "    Every watched primary with its state.",
          "MASTER <name>",
          "    One primary with its state.",
          "REPLICAS <name>",
          "    The primary's replicas with their state.",
          "SENTINELS <name>",
          "    The other supervisors that watch the primary.",
          "CKQUORUM <name>",
          "    Whether enough supervisors are there to agree on a failover and to lead it.",
          "HISTORY <name> [COUNT <n>]",
          "    The last failovers of a primary, the newest first.",
          "EXPLAIN <name> [<id>]",
          "    All that this supervisor knows of one failover, as JSON; without id, of the last.",
          "WHATIF <name>",
          "    What would happen if the primary died now: who would agree, which replica would win.",
          "FAILOVER <name>",
          "    Promote a replica now, whatever the other supervisors think.",
          "MONITOR <name> <ip> <port> <quorum>",
          "    Begin to watch a primary.",
          "REMOVE <name>",
          "    Stop watching a primary and forget it.",
          "SET <name> <option> <value> [<option> <value> ...]",
          "    Change settings of a primary, here only.",
          "RESET <pattern>",
          "    Forget replicas and supervisors of matching primaries and find them anew.",
          "CONFIG GET <option> | CONFIG SET <option> <value>",
          "    Settings of this supervisor.",
          "FLUSHCONFIG",
          "    Write the configuration file, also if it was deleted.",
          "INFO-CACHE <name> [<name> ...]",
          "    The last INFO of each node of a primary, and its age in milliseconds.",
          "IS-MASTER-DOWN-BY-ADDR <ip> <port> <epoch> <runid>",
          "    Used between supervisors: is the primary down, and whom do you vote for?",
          "MYID",
          "    The id of this supervisor.",
          "PENDING-SCRIPTS",
          "    Scripts that run or wait.",
          "DEBUG [<period> <milliseconds> ...]",
          "    Show or change the periods of this supervisor's work.",
          "SIMULATE-FAILURE [CRASH-AFTER-ELECTION] [CRASH-AFTER-PROMOTION] [HELP]",
          "    Crash at a marked point of the next failover, to see how the others cope.",
          "HELP",
          "    Print this help.");

  private HelpText() {}

  static void sentinel(Connection client, Request request, RespWriter reply) {
    reply.array(LINES.size());
    LINES.forEach(reply::simple);
  }
}
