package io.sentinelha.server.replication;

import io.sentinelha.resp.server.CommandFlag;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Executor;
import io.sentinelha.server.engine.Guard;
import io.sentinelha.server.engine.LinkRole;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.replication.ReplicaOf.Master;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients say about whom we follow, and what they may not do while we follow somebody. */
final class ReplicaCommands {

  private static final Logger log = LoggerFactory.getLogger(ReplicaCommands.class);
  private static final CommandError READ_ONLY =
      CommandError.of("READONLY You can't write against a read only replica.");
  private static final CommandError STALE =
      CommandError.of(
          "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.");

  private final Replication owner;
  private final Upstream upstream;

  ReplicaCommands(Replication owner, Upstream upstream) {
    this.owner = owner;
    this.upstream = upstream;
  }

  void register(Registry registry) {
    Guard.Switch readOnly = registry.guard(Guard.Place.READ_ONLY, this::mayWrite);
    Guard.Switch stale = registry.guard(Guard.Place.STALE, this::mayRead);
    registry.onRole(
        isReplica -> {
          readOnly.set(isReplica);
          stale.set(isReplica);
        });
    registry
        .table(ReplicaCommands.class, "replica.txt")
        .on("replication|fence", this::fence)
        .on("replication|help", ReplicaCommands::help);
  }

  private @Nullable CommandError mayWrite(Client client, Command command, Args args) {
    return upstream.isReplica()
            && owner.settings().readOnly.value()
            && Executor.changesData(client, command)
        ? READ_ONLY
        : null;
  }

  private @Nullable CommandError mayRead(Client client, Command command, Args args) {
    return upstream.isReplica()
            && !owner.settings().serveStale.value()
            && !upstream.isLinkUp()
            && !command.has(CommandFlag.STALE)
        ? STALE
        : null;
  }

  /** REPLICAOF host port, REPLICAOF NO ONE. */
  void replicaOf(Call call) {
    Args args = call.args();
    if (owner.parts().failover().isActive()) {
      throw CommandError.of("ERR REPLICAOF not allowed while failing over.");
    }
    if (call.client().attachment(LinkRole.class) != null) {
      throw CommandError.of("ERR Command is not valid when client is a replica.");
    }
    if (args.is(1, "NO") && args.is(2, "ONE")) {
      if (upstream.isReplica()) {
        log.info(
            "MASTER MODE enabled (user request from '{}')", call.client().transport().remote());
        upstream.promote();
      }
      call.reply().ok();
      return;
    }
    CommandError refusal = CommandError.of("ERR Invalid master port");
    long port = args.number(2, refusal);
    if (port < 0 || port > 65_535) {
      throw refusal;
    }
    Master master = new Master(args.text(1), (int) port);
    boolean sameAsNow = upstream.isReplica() && master.sameAs(upstream.master());
    if (sameAsNow && !upstream.fencing().isUp() && !upstream.emptyMasters().hasRefused()) {
      log.info(
          "REPLICAOF would result into synchronization with the master we are already"
              + " connected with. No operation performed.");
      call.reply().simple("OK Already connected to specified master");
      return;
    }
    upstream.follow(master);
    log.info(
        "REPLICAOF {}:{} enabled (user request from '{}')",
        master.host(),
        master.port(),
        call.client().transport().remote());
    call.reply().ok();
  }

  /** REPLICATION FENCE epoch. */
  private void fence(Call call) {
    long epoch = call.args().number(2);
    if (epoch < 1) {
      throw CommandError.of("ERR an epoch is a positive number");
    }
    if (!upstream.isReplica()) {
      throw CommandError.of(
          "NOTREPLICA This server follows nobody, so there is nothing to fence it from");
    }
    Fencing now = upstream.fencing();
    if (epoch < now.epoch() || (epoch == now.epoch() && !now.isUp())) {
      throw CommandError.of(
          "STALEEPOCH Epoch " + epoch + " is over: this replica was fenced in " + now.epoch());
    }
    if (epoch > now.epoch()) {
      try {
        upstream.fence(epoch);
      } catch (IOException e) {
        log.error("the fence of epoch {} cannot be written: {}", epoch, e.toString());
        throw CommandError.of("ERR the fence cannot be written, so nothing is fenced: see the log");
      }
    }
    History history = owner.parts().history();
    call.reply().array(3).bulk(history.id()).integer(history.offset()).integer(epoch);
  }

  private static void help(Call call) {
    String[] lines = {
      "REPLICATION <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
      "FENCE <epoch>",
      "    Follow nobody until REPLICAOF says whom. Return replication id, offset and epoch.",
      "HELP",
      "    Print this help."
    };
    call.reply().array(lines.length);
    for (String line : lines) {
      call.reply().simple(line);
    }
  }
}
