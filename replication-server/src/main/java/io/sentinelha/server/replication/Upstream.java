package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Setting;
import io.sentinelha.server.persist.SideLoad;
import io.sentinelha.server.replication.ReplicaOf.Master;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master that we follow, if we follow one: when to connect to it, what its data and its stream
 * mean for ours, and what is kept when it is lost.
 */
final class Upstream implements MasterLinkOwner {

  private static final Logger log = LoggerFactory.getLogger(Upstream.class);
  private static final String UNBLOCKED =
      "UNBLOCKED force unblock from blocking operation, instance state changed (master ->"
          + " replica?)";

  private final Replication owner;
  private final Engine engine;
  private final ReplicaOf replicaOf = new ReplicaOf();
  private final EmptyMasters emptyMasters;
  private final Fencing fencing;
  private final Retries retries;
  private final ReplicaCommands commands;
  private @Nullable Dialer dialer;
  private @Nullable Executor helper;
  private @Nullable MasterLink link;

  /** Whether we can ask the master to go on where we are, and the database of its stream then. */
  private boolean mayGoOn;

  private int database;

  /** Whether the master is to be told that it becomes one. */
  private boolean handsOver;

  private long lastSecondMillis;
  private long downSinceMillis;

  Upstream(Replication owner, Engine engine) {
    this.owner = owner;
    this.engine = engine;
    this.emptyMasters = new EmptyMasters(engine, owner.settings());
    this.retries = new Retries(engine);
    this.fencing = new Fencing(owner.persistence());
    this.commands = new ReplicaCommands(owner, this);
  }

  /** Adds its directives, guards and timers. */
  void register(Registry registry) {
    registry.setting(replicaOf);
    commands.register(registry);
    registry.beforeStart(this::start);
    registry.cron(this::cron);
  }

  /**
   * Gives it what it connects with.
   *
   * @param other a thread that reads and unpacks dumps, and does nothing else
   */
  void connectBy(Dialer means, Executor other) {
    dialer = means;
    helper = other;
  }

  /** The end of the server. */
  void close() {
    dialer = null;
    drop();
  }

  private void start() {
    engine.replica(replicaOf.master() != null);
    fencing.start(engine.isReplica());
  }

  // --- What others ask ---

  boolean isReplica() {
    return engine.isReplica();
  }

  /** Whether the stream of the master arrives. */
  boolean isLinkUp() {
    MasterLink current = link;
    return current != null && current.isUp();
  }

  @Nullable MasterLink link() {
    return link;
  }

  @Nullable Master master() {
    return replicaOf.master();
  }

  /** When the stream of the master ended; 0 if it flows, or never did. */
  long downSinceMillis() {
    return downSinceMillis;
  }

  Fencing fencing() {
    return fencing;
  }

  EmptyMasters emptyMasters() {
    return emptyMasters;
  }

  /** The database that the stream of the master is in; for dumps. */
  int database() {
    MasterLink current = link;
    return current != null && current.isUp() ? current.database() : database;
  }

  /** A dump was loaded at the start that says which history it belongs to, and where it stood. */
  void restored(String id, long offset, int streamDatabase) {
    Replication.Parts parts = owner.parts();
    parts.stream().free();
    parts.history().adopt(id, offset);
    parts.stream().create();
    mayGoOn = true;
    database = Math.min(streamDatabase, engine.databases().size() - 1);
  }

  /** REPLICAOF, SLAVEOF. */
  void replicaOf(Call call) {
    commands.replicaOf(call);
  }

  /** The master asks how far we are. */
  void acknowledge() {
    MasterLink current = link;
    if (current != null && current.isUp()) {
      current.acknowledge();
    }
  }

  /** The lines of INFO between role and connected_slaves, of a replica. */
  void info(BiConsumer<String, Object> line) {
    ReplicaInfo.write(engine, this, owner, line);
  }

  /** The answer to ROLE, of a replica. */
  void role(Call call) {
    ReplicaInfo.role(this, owner, call);
  }

  // --- Roles ---

  /** Follows another server from here on. Our data stay until others have come. */
  void follow(Master master) {
    boolean wasMaster = !engine.isReplica();
    drop();
    for (Client client : engine.blocking().all()) {
      engine.blocking().unblock(client, UNBLOCKED);
      client.closeAfterReply();
    }
    engine.replica(true);
    if (wasMaster) {
      goOnFromOurselves();
    }
    fencing.lift();
    replicaOf.master(master);
    retries.reset();
    emptyMasters.ordered();
    connectSoon();
  }

  /** What we wrote as a master is our history: whoever goes on from it lets us go on, too. */
  private void goOnFromOurselves() {
    if (!owner.parts().stream().exists()) {
      owner.parts().stream().create();
    }
    mayGoOn = true;
    database = 0;
    log.info(
        "Before turning into a replica, using my own master parameters to synthesize a cached"
            + " master: I may be able to synchronize with the new master with just a partial"
            + " transfer.");
  }

  /** We are a master from here on; the history goes on under a new id. */
  void promote() {
    if (!engine.isReplica()) {
      return;
    }
    drop();
    fencing.lift();
    Replication.Parts parts = owner.parts();
    replicaOf.master(null);
    mayGoOn = false;
    handsOver = false;
    downSinceMillis = 0;
    emptyMasters.forget();
    parts.history().shift(engine.newId());
    if (owner.settings().syncReplicas.value() > 0 && !parts.stream().exists()) {
      parts.stream().create(); // What is not counted cannot be acknowledged.
    }
    log.info(
        "Setting secondary replication ID to {}, valid up to offset: {}. New replication ID is {}",
        parts.history().previousId(),
        parts.history().secondOffset(),
        parts.history().id());
    parts.replicas().disconnectAll();
    parts.own().selectAgain();
    engine.replica(false);
  }

  /** We follow another server, which shall become the master now: PSYNC ... FAILOVER. */
  void failOverTo(String host, int port) {
    follow(new Master(host, port));
    handsOver = true;
  }

  /**
   * Follows nobody until told whom, and has that on disk before it returns.
   *
   * @throws IOException if it cannot be written; nothing is changed then
   */
  void fence(long epoch) throws IOException {
    fencing.raise(epoch);
    drop();
    log.warn(
        "fenced in epoch {} at offset {}: the master is not followed any more; REPLICAOF says whom"
            + " to follow",
        epoch,
        owner.parts().history().offset());
  }

  private void drop() {
    MasterLink current = link;
    if (current != null) {
      current.end();
    }
  }

  // --- Time ---

  private void cron() {
    if (!engine.isReplica() || engine.keys().isLoading()) {
      return;
    }
    MasterLink current = link;
    if (current != null) {
      current.tick(Retries.SECOND * owner.settings().timeout.value());
    } else if (retries.isDue()) {
      connect();
    }
    if (engine.now() - lastSecondMillis >= Retries.SECOND) {
      lastSecondMillis = engine.now();
      MasterLink still = link;
      if (still != null) {
        still.everySecond();
      }
    }
  }

  private void connectSoon() {
    retries.now();
    engine.scheduler().after(1, this::connect);
  }

  private void connect() {
    Master master = replicaOf.master();
    Dialer means = dialer;
    if (master == null
        || means == null
        || link != null
        || fencing.isUp()
        || engine.keys().isLoading()
        || !retries.isDue()) {
      return;
    }
    retries.began();
    log.info("Connecting to MASTER {}:{}", master.host(), master.port());
    Replication.Parts parts = owner.parts();
    String id = mayGoOn ? parts.history().id() : "?";
    MasterLink next =
        new MasterLink(engine, parts.history(), parts.stream(), this, id, handsOver && mayGoOn);
    link = next;
    next.open(means.dial(master.host(), master.port(), owner.settings().tls.value(), next));
    log.info("MASTER <-> REPLICA sync started");
  }

  // --- What comes of the link ---

  @Override
  public void introduce(Handshake handshake) {
    Introduction.say(handshake, owner.settings(), ownPort());
  }

  private int ownPort() {
    Setting tlsPort = owner.settings().tls.value() ? engine.settings().find("tls-port") : null;
    return tlsPort == null ? engine.port() : Integer.parseInt(tlsPort.get());
  }

  @Override
  public SideLoad load(IncomingDump payload, SideLoad.Listener listener) {
    Executor other = helper;
    if (other == null) {
      throw new IllegalStateException("no helper");
    }
    String how = owner.settings().disklessLoad.value();
    boolean fromSocket =
        how.equals("swapdb") || (how.equals("on-empty-db") && emptyMasters.ourKeys() == 0);
    handedOver();
    return owner
        .persistence()
        .loadAside(payload.pipe(), payload.size(), !fromSocket, other, listener);
  }

  private void handedOver() {
    if (handsOver) {
      handsOver = false;
      owner.parts().failover().succeeded();
    }
  }

  @Override
  public @Nullable String install(MasterLink from, SideLoad load) {
    Replication.Parts parts = owner.parts();
    History history = parts.history();
    boolean isOurs =
        from.dumpId().equalsIgnoreCase(history.id()) && from.dumpOffset() >= history.offset();
    if (load.keys() == 0 && !isOurs && emptyMasters.refuses(replicaOf.get())) {
      return "the master has no data, and its history is none that we know: our data stay."
          + " REPLICAOF once more tells to follow it all the same";
    }
    parts.fullSyncs().close();
    parts.replicas().disconnectAll();
    parts.stream().free();
    history.adopt(from.dumpId(), from.dumpOffset());
    parts.stream().create();
    owner.persistence().install(load, owner.settings().deleteSynced.value());
    log.info("MASTER <-> REPLICA sync: Finished with success, {} keys", load.keys());
    return null;
  }

  @Override
  public int goOn(@Nullable String id) {
    handedOver();
    Replication.Parts parts = owner.parts();
    if (id != null && !id.equalsIgnoreCase(parts.history().id())) {
      parts.history().shift(id);
      log.info("Master replication ID changed to {}", id);
      parts.replicas().disconnectAll();
    }
    if (!parts.stream().exists()) {
      parts.stream().create();
    }
    log.info("Successful partial resynchronization with master.");
    return database;
  }

  @Override
  public void up(MasterLink from) {
    mayGoOn = !from.isOld();
    downSinceMillis = 0;
    emptyMasters.forget();
  }

  @Override
  public void lost(MasterLink from, Loss loss, String why) {
    boolean wasUp = from.isUp();
    link = null;
    if (wasUp) {
      database = from.database();
      downSinceMillis = engine.now();
      mayGoOn = mayGoOn && loss != Loss.UNUSABLE;
    }
    if (loss == Loss.ENDED) {
      return;
    }
    String master = replicaOf.get();
    String what = wasUp ? "Connection with master lost" : "MASTER <-> REPLICA sync failed";
    log.warn("{}: {}: {}", what, master, why);
    if (retries.mayAtOnce(from, loss)) {
      log.info("Reconnecting to MASTER {} after its loss", master);
      connectSoon();
    } else {
      long wait = retries.wait(from, loss);
      if (wait > Retries.SECOND || loss == Loss.UNUSABLE) {
        log.warn("the next attempt to follow {} is in {} s", master, wait / Retries.SECOND);
      }
    }
    if (handsOver && loss == Loss.REJECTED) {
      handsOver = false;
      owner.parts().failover().failed(why);
    }
  }
}
