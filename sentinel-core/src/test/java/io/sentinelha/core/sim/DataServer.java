package io.sentinelha.core.sim;

import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Event.PingReply;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.core.engine.NodeInfo;
import io.sentinelha.core.engine.Request;
import io.sentinelha.core.engine.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A model of a Redis server, as far as supervisors and clients can tell it from a real one. */
public final class DataServer extends Host {

  private static final long CRON_MILLIS = 1_000;
  private static final int SNAPSHOT_CRONS = 5;

  /** The primary that this server belongs to, by name. */
  public final String group;

  private final Replication replication = new Replication(this);
  final List<Client> clients = new ArrayList<>();
  private String runId;
  private Optional<Endpoint> follows;
  private Dataset data;
  private Dataset file;
  private int priority = 100;
  private Guard guard = Guard.OFF;
  private long promotedAt = -1;
  private boolean strays;
  private int crons;
  public boolean refusesTransactions;
  public int promotions;

  DataServer(World world, String group, String name, Endpoint address, Optional<Endpoint> follows) {
    super(world, name, address);
    world.add(this);
    this.group = group;
    this.follows = follows;
    this.runId = world.newId();
    this.data = Dataset.empty(world.newId(), 0);
    this.file = data.copy();
    world.scheduler.in(1 + 37L * index % CRON_MILLIS, this::cron);
    follows.ifPresent(at -> world.scheduler.in(1, replication::connect));
  }

  public boolean isPrimary() {
    return follows.isEmpty();
  }

  public Optional<Endpoint> follows() {
    return follows;
  }

  /** Whether this is a replica that is up to date but for what is on its way. */
  public boolean isLinked() {
    return replication.isUp();
  }

  /** When it was last ordered to be a primary; -1 for never. */
  public long promotedAt() {
    return promotedAt;
  }

  public Dataset data() {
    return data;
  }

  public Guard guard() {
    return guard;
  }

  public void setGuard(Guard value) {
    guard = value;
  }

  public void setPriority(int value) {
    priority = value;
  }

  /** Makes this server hold data that has nothing to do with its primary's, never synchronised. */
  public void makeForeign() {
    replication.forget();
    data = Dataset.empty(world.newId(), 1_000_000);
    follows = Optional.of(new Endpoint("10.9.9.9", 1));
  }

  /** What is in the file that a server finds when it starts. */
  public enum Start {
    /** All that it had. */
    DATA,
    /** What it had some seconds before it died. */
    OLD,
    /** Nothing. */
    EMPTY,
    /** Somebody else's data. */
    FOREIGN
  }

  @Override
  public void restart() {
    restart(Start.DATA);
  }

  /** Comes back as what its configuration says: what it was when it died. */
  public void restart(Start with) {
    start();
    world.journal.note(this, "has " + with);
    runId = world.newId();
    Dataset before = data;
    switch (with) {
      case DATA -> {}
      case OLD -> data = file.copy();
      case EMPTY -> data = Dataset.empty(world.newId(), 0);
      case FOREIGN -> data = Dataset.empty(world.newId(), 1_000_000);
    }
    if (isPrimary()) {
      data.fork(world.newId()); // A primary that restarts begins a new stream.
    }
    replication.begin();
    switch (with) {
      case DATA -> {}
      case OLD -> replaced(before, Observer.Discard.OLD_FILE);
      case EMPTY -> replaced(before, Observer.Discard.EMPTY_START);
      case FOREIGN -> replaced(before, Observer.Discard.FOREIGN_FILE);
    }
    if (!isPrimary()) {
      replication.connect();
    }
  }

  void replace(Dataset by) {
    Dataset before = data;
    data = by;
    replaced(before, Observer.Discard.RESYNC);
  }

  private void replaced(Dataset before, Observer.Discard why) {
    for (Observer observer : world.observers()) {
      observer.replaced(this, before, why);
    }
  }

  @Override
  protected void died() {
    replication.forget();
    clients.clear();
  }

  Replication replication() {
    return replication;
  }

  private void cron() {
    world.scheduler.in(CRON_MILLIS, this::cron);
    if (!isRunning()) {
      return;
    }
    crons++;
    if (crons % SNAPSHOT_CRONS == 0) {
      file = data.copy();
    }
    replication.cron(crons);
  }

  /** Why a write is not taken. */
  enum Outcome {
    TAKEN,
    READONLY,
    NOREPLICAS
  }

  /** A client writes. */
  Outcome write(int id) {
    if (!isPrimary()) {
      return Outcome.READONLY;
    }
    if (guard.isOn() && goodReplicas() < guard.minReplicas()) {
      return Outcome.NOREPLICAS;
    }
    for (Observer observer : world.observers()) {
      observer.accepted(id, this);
    }
    append(id);
    return Outcome.TAKEN;
  }

  void append(int entry) {
    data.append(entry);
    replication.spread();
  }

  private int goodReplicas() {
    return replication.goodReplicas(1_000L * guard.maxLagSeconds());
  }

  @Override
  protected void handle(Connection from, Request request) {
    long attempt = from.attempt();
    if (request instanceof Request.Ping) {
      PingReply reply = replication.isLoading() ? PingReply.LOADING : PingReply.PONG;
      from.back(new Event.PingAnswered(from.link(), attempt, reply));
    } else if (request instanceof Request.Info) {
      from.back(new Event.InfoAnswered(from.link(), attempt, Optional.of(info())));
    } else if (request instanceof Request.Hello hello) {
      publish(hello.payload());
      from.back(new Event.HelloAnswered(from.link(), attempt, hello.primaryId(), true));
    } else if (request instanceof Request.ChangeRole change) {
      changeRole(from, change);
    } else if (request instanceof Request.ReadGuard) {
      from.back(new Event.GuardRead(from.link(), attempt, Optional.of(guard)));
    } else if (request instanceof Request.SetGuard set) {
      guard = set.guard();
      from.back(new Event.GuardAnswered(from.link(), attempt, Optional.empty()));
    } else {
      throw new AssertionError("a data node is never asked " + request);
    }
  }

  private void publish(String payload) {
    for (Connection client : new ArrayList<>(callers)) {
      if (client.kind() == ChannelKind.PUBSUB) {
        Event heard = new Event.HelloHeard(client.link(), client.attempt(), payload);
        client.back(heard);
        if (world.network.isDuplicated()) {
          world.scheduler.in(world.network.duplicateDelay(), () -> client.back(heard));
        }
      }
    }
  }

  private void changeRole(Connection from, Request.ChangeRole change) {
    if (refusesTransactions && !change.plain()) {
      Optional<String> error = Optional.of("EXECABORT Transaction discarded");
      from.back(new Event.RoleChangeAnswered(from.link(), from.attempt(), error));
      return;
    }
    if (change.guard().isOn()) {
      guard = change.guard();
    }
    strays = false;
    follow(change.primary());
    from.back(new Event.RoleChangeAnswered(from.link(), from.attempt(), Optional.empty()));
    for (Connection other : new ArrayList<>(callers)) {
      if (other != from) {
        other.reset();
      }
    }
    killClients();
  }

  /** Somebody makes it a primary, and no supervisor wanted that. */
  public void stray() {
    strays = true;
    follow(Optional.empty());
  }

  /** Whether it has had no order from a supervisor since somebody made it a primary. */
  public boolean strays() {
    return strays;
  }

  /** REPLICAOF. */
  public void follow(Optional<Endpoint> whom) {
    boolean promoted = whom.isEmpty();
    if (promoted) {
      promotedAt = world.scheduler.now(); // A primary obeys this by remaining one.
    }
    if (whom.equals(follows)) {
      return;
    }
    follows = whom;
    if (promoted) {
      world.journal.note(this, "becomes a primary");
      data.fork(world.newId());
      replication.endFollowing();
      promotions++;
      for (Observer observer : world.observers()) {
        observer.promoted(this);
      }
    } else {
      world.journal.note(this, "follows another");
      replication.beginFollowing();
      replication.connect();
    }
  }

  private void killClients() {
    List<Client> attached = new ArrayList<>(clients);
    clients.clear();
    attached.forEach(client -> client.cutOff(this));
  }

  /** What INFO says. */
  NodeInfo info() {
    List<Endpoint> replicas = isPrimary() ? replication.attached() : List.of();
    boolean replica = follows.isPresent();
    return new NodeInfo(
        Optional.of(runId),
        Optional.of(replica ? Role.REPLICA : Role.PRIMARY),
        replicas,
        replica ? replication.linkDownSeconds() : 0,
        follows,
        replica ? Optional.of(replication.isUp()) : Optional.empty(),
        replica ? OptionalInt.of(priority) : OptionalInt.empty(),
        replica ? OptionalLong.of(data.offset()) : OptionalLong.empty(),
        Optional.empty(),
        false,
        Optional.of(data.history()),
        guard.isOn() ? OptionalInt.of(goodReplicas()) : OptionalInt.empty(),
        "");
  }
}
