package io.sentinelha.server.replication;

import io.sentinelha.resp.server.CommandFlag;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Guard;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.persist.Persistence;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Replication, both ways, as a family of commands. Registers before {@link Persistence}. */
public final class Replication implements CommandFamily {

  private static final CommandError NO_KEYS =
      CommandError.of("ERR Replica can't interact with the keyspace");

  private final Persistence persistence;
  private final ReplicationSettings settings = new ReplicationSettings();
  private @Nullable Parts parts;

  /** What needs an engine. */
  record Parts(
      Engine engine,
      History history,
      ReplicationStream stream,
      OwnStream own,
      Replicas replicas,
      FullSyncs fullSyncs,
      Failover failover,
      Upstream upstream) {}

  public Replication(Persistence persistence) {
    this.persistence = persistence;
  }

  @Override
  public void register(Registry registry) {
    settings.register(registry);
    Engine engine = registry.engine();
    History history = new History(engine.newId());
    ReplicationStream stream = new ReplicationStream(history, settings);
    OwnStream own = new OwnStream(engine, history, stream);
    Replicas replicas = new Replicas(engine, settings, history);
    FullSyncs fullSyncs =
        new FullSyncs(engine, settings, persistence, history, stream, own, replicas);
    Upstream upstream = new Upstream(this, engine);
    Failover failover = new Failover(engine, history, replicas, upstream);
    Parts all = new Parts(engine, history, stream, own, replicas, fullSyncs, failover, upstream);
    parts = all;
    settings.backlogSize.onChange(stream::trim);
    registry
        .table(Replication.class, "replication.txt")
        .on("replicaof", upstream::replicaOf)
        .on("slaveof", upstream::replicaOf)
        .on("failover", failover::failover)
        .on("role", call -> ReplicationInfo.role(all, call))
        .info("Replication", line -> ReplicationInfo.write(all, settings, line))
        .info("Memory", line -> ReplicationInfo.memory(stream, settings, line))
        .propagation(own);
    SyncCommands commands =
        new SyncCommands(engine, history, stream, replicas, fullSyncs, upstream, failover);
    registry
        .on("replconf", commands::replconf)
        .on("psync", commands::psync)
        .on("sync", commands::sync)
        .guard(Guard.Place.FEED, Replication::keepsToItself)
        .set(true);
    upstream.register(registry);
    registerWaits(registry, all);
  }

  private void registerWaits(Registry registry, Parts all) {
    Engine engine = all.engine();
    Replicas replicas = all.replicas();
    Acknowledgements acks = new Acknowledgements(engine, all.own());
    ReplicaWaits waits = new ReplicaWaits(engine, settings, replicas, acks);
    SyncedWrites synced = new SyncedWrites(engine, settings, all.stream(), replicas, acks);
    ShutdownWait shutdown = new ShutdownWait(engine, settings, all.history(), all.own(), replicas);
    Continuity continuity = new Continuity(all, settings);
    Upkeep upkeep = new Upkeep(all, settings);
    settings.syncReplicas.onChange(synced::switched);
    Guard.Switch least =
        registry.guard(
            Guard.Place.REPLICAS, (client, command, args) -> waits.mayWrite(client, command));
    settings.minReplicas.onChange(() -> least.set(settings.minReplicas.value() > 0));
    replicas.onAck(synced::check);
    replicas.onAck(waits::check);
    replicas.onAck(shutdown::check);
    replicas.onAck(all.failover()::check);
    registry
        .on("wait", waits::waitForReplicas)
        .endDelay(shutdown)
        .beforeStart(() -> continuity.register(persistence))
        .beforeStart(synced::switched)
        .cron(upkeep::cron)
        .cron(synced::check)
        .cron(shutdown::check)
        .cron(all.failover()::check)
        .endOfTurn(acks::endOfTurn)
        .endOfTurn(replicas::endOfTurn);
  }

  /** A replica only listens: what it has to say is no request about keys. */
  private static @Nullable CommandError keepsToItself(Client client, Command command, Args args) {
    boolean aboutKeys =
        client.feed() != null
            && (command.has(CommandFlag.WRITE)
                || command.has(CommandFlag.READONLY)
                || command.has(CommandFlag.MAY_REPLICATE));
    return aboutKeys ? NO_KEYS : null;
  }

  /** The engine's thread has done its last work: nobody waits for a snapshot any more. */
  public void close() {
    parts().upstream().close();
    parts().fullSyncs().close();
  }

  /**
   * Says what connects to a master.
   *
   * @param helper a thread that reads and unpacks dumps, and does nothing else
   */
  public void connectBy(Dialer dialer, Executor helper) {
    parts().upstream().connectBy(dialer, helper);
  }

  /** Its parts, once it has registered. */
  Parts parts() {
    Parts all = parts;
    if (all == null) {
      throw new IllegalStateException("not registered");
    }
    return all;
  }

  ReplicationSettings settings() {
    return settings;
  }

  Persistence persistence() {
    return persistence;
  }
}
