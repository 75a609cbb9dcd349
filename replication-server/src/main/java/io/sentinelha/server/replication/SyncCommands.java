package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.LinkRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** REPLCONF, PSYNC and SYNC: what replicas say to us. */
final class SyncCommands {

  private static final Logger log = LoggerFactory.getLogger(SyncCommands.class);
  private static final int LONGEST_ADDRESS = 255;

  private final Engine engine;
  private final History history;
  private final ReplicationStream stream;
  private final Replicas replicas;
  private final FullSyncs fullSyncs;
  private final Upstream upstream;
  private final Failover failover;

  SyncCommands(
      Engine engine,
      History history,
      ReplicationStream stream,
      Replicas replicas,
      FullSyncs fullSyncs,
      Upstream upstream,
      Failover failover) {
    this.engine = engine;
    this.history = history;
    this.stream = stream;
    this.replicas = replicas;
    this.fullSyncs = fullSyncs;
    this.upstream = upstream;
    this.failover = failover;
  }

  // --- REPLCONF ---

  void replconf(Call call) {
    Args args = call.args();
    if (args.count() % 2 == 0) {
      throw CommandError.SYNTAX;
    }
    for (int i = 1; i < args.count(); i += 2) {
      if (args.is(i, "ACK")) {
        acknowledge(call, i + 1);
        return; // Nobody answers it.
      }
      if (args.is(i, "GETACK")) {
        if (call.client().attachment(LinkRole.class) == LinkRole.MASTER) {
          upstream.acknowledge();
        }
        return;
      }
      option(announcement(call.client()), args, i);
    }
    call.reply().ok();
  }

  private static Announcement announcement(Client client) {
    Announcement known = client.attachment(Announcement.class);
    if (known == null) {
      known = new Announcement();
      client.attach(Announcement.class, known);
    }
    return known;
  }

  private static void option(Announcement announced, Args args, int at) {
    if (args.is(at, "listening-port")) {
      announced.port = (int) number(args, at + 1, 65_535);
    } else if (args.is(at, "ip-address")) {
      if (args.length(at + 1) > LONGEST_ADDRESS) {
        throw CommandError.of(
            "ERR REPLCONF ip-address provided by replica instance is too long: "
                + args.length(at + 1)
                + " bytes");
      }
      announced.ip = address(args.text(at + 1));
    } else if (args.is(at, "capa")) {
      announced.takesStreamedSnapshot |= args.is(at + 1, "eof");
      announced.knowsPsync2 |= args.is(at + 1, "psync2");
    } else if (args.is(at, "rdb-only")) {
      announced.snapshotOnly = number(args, at + 1, 1) == 1;
    } else if (!args.is(at, "version")) { // Newer replicas tell it; nothing here depends on it.
      throw CommandError.latin("ERR Unrecognized REPLCONF option: " + args.printed(at));
    }
  }

  /** It is told to others in lines, which it must not break. */
  private static String address(String text) {
    if (text.chars().anyMatch(c -> c <= ' ' || c == ',' || c == '=' || c >= 127)) {
      throw CommandError.of("ERR REPLCONF ip-address is neither an address nor a host name");
    }
    return text;
  }

  private static long number(Args args, int at, long most) {
    long number = args.number(at);
    if (number < 0 || number > most) {
      throw CommandError.of("ERR value is out of range, value must between 0 and " + most);
    }
    return number;
  }

  private void acknowledge(Call call, int at) {
    Replica replica = call.client().attachment(Replica.class);
    if (replica == null) {
      return;
    }
    long offset = call.args().number(at, CommandError.NOT_AN_INTEGER);
    if (offset > history.offset()) {
      log.warn(
          "replica {} acknowledges offset {}, and the stream ends at {}: not believed",
          replica.name(),
          offset,
          history.offset());
      return;
    }
    replica.acknowledge(offset);
  }

  // --- PSYNC and SYNC ---

  void psync(Call call) {
    Args args = call.args();
    if (!mayBegin(call)) {
      return;
    }
    long from = args.number(2);
    if (goesOn(call, args.text(1), from)) {
      engine.stats().partialSyncs++;
      return;
    }
    if (args.length(1) == 0 || !args.text(1).startsWith("?")) {
      engine.stats().partialSyncsRefused++;
    }
    beginFull(call, false);
  }

  void sync(Call call) {
    if (mayBegin(call)) {
      beginFull(call, true);
    }
  }

  /** The checks that come before offsets are looked at, in Redis' order. */
  private boolean mayBegin(Call call) {
    Args args = call.args();
    if (call.client().feed() != null || call.client().isMonitor()) {
      return false; // It has begun already.
    }
    if (args.count() > 3 && args.is(3, "FAILOVER")) {
      takeOver(call);
    }
    if (failover.isActive()) {
      throw CommandError.of("NOMASTERLINK Can't SYNC while failing over");
    }
    if (engine.isReplica() && !upstream.isLinkUp()) {
      throw CommandError.of("NOMASTERLINK Can't SYNC while not connected with my master");
    }
    // What is in the reply buffer was said before, so it goes before what we hand over ourselves.
    call.reply().drain();
    log.info("Replica {} asks for synchronization", call.client().transport().remote());
    return true;
  }

  /** Our master hands its part over to us. */
  private void takeOver(Call call) {
    String id = call.args().text(1);
    log.info("Failover request received for replid {}.", call.args().printed(1));
    if (!engine.isReplica()) {
      throw CommandError.of("ERR PSYNC FAILOVER can't be sent to a master.");
    }
    if (!id.equalsIgnoreCase(history.id())) {
      throw CommandError.of("ERR PSYNC FAILOVER replid must match my replid.");
    }
    if (upstream.fencing().isUp()) {
      throw CommandError.of("ERR PSYNC FAILOVER comes too late: this replica was fenced.");
    }
    upstream.promote();
    log.info("MASTER MODE enabled (failover request from {})", call.client().transport().remote());
  }

  private boolean goesOn(Call call, String id, long from) {
    String name = call.client().transport().remote();
    if (!history.covers(id, from)) {
      if (id.startsWith("?")) {
        log.info("Full resync requested by replica {}", name);
      } else if (id.equalsIgnoreCase(history.previousId())) {
        log.info(
            "Partial resynchronization not accepted: Requested offset for second ID was {}, but I"
                + " can reply up to {}",
            from,
            history.secondOffset());
      } else {
        log.info(
            "Partial resynchronization not accepted: Replication ID mismatch (Replica asked for"
                + " '{}', my replication IDs are '{}' and '{}')",
            call.args().printed(1),
            history.id(),
            history.previousId());
      }
      return false;
    }
    if (!stream.has(from)) {
      log.info(
          "Unable to partial resync with replica {} for lack of backlog (Replica request was: {}).",
          name,
          from);
      return false;
    }
    Announcement announced = announcement(call.client());
    Replica replica = replicas.add(call.client(), announced, false);
    String line = announced.knowsPsync2 ? "+CONTINUE " + history.id() : "+CONTINUE";
    replica.tell((line + "\r\n").getBytes(ISO_8859_1));
    ReplicationStream.Cursor cursor = stream.cursor(from);
    log.info(
        "Partial resynchronization request from {} accepted. Sending {} bytes of backlog starting"
            + " from offset {}.",
        replica.name(),
        cursor.pending(),
        from);
    replica.goOn(cursor);
    replicas.changed();
    return true;
  }

  private void beginFull(Call call, boolean old) {
    engine.stats().fullSyncs++;
    Replica replica = replicas.add(call.client(), announcement(call.client()), old);
    if (replicas.all().size() == 1 && !stream.exists()) {
      history.renew(engine.newId());
      stream.create();
      log.info(
          "Replication backlog created, my new replication IDs are '{}' and '{}'",
          history.id(),
          history.previousId());
    }
    fullSyncs.queue(replica);
  }
}
