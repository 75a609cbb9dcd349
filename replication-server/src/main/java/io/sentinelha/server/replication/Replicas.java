package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.LinkRole;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers that follow us: passing the stream on to them, and losing them. */
final class Replicas {

  private static final Logger log = LoggerFactory.getLogger(Replicas.class);

  /** Handed to one replica at a time, so that commands are not held up. */
  private static final int MOST_AT_ONCE = 512 << 10;

  private static final long PUMP_MILLIS = 1;

  private final Engine engine;
  private final ReplicationSettings settings;
  private final History history;
  private final List<Replica> all = new ArrayList<>();
  private final List<Runnable> onAck = new ArrayList<>();
  private final List<Runnable> onChange = new ArrayList<>();
  private long noneSinceMillis;
  private long pumpedTo;
  private boolean pumpsSoon;

  Replicas(Engine engine, ReplicationSettings settings, History history) {
    this.engine = engine;
    this.settings = settings;
    this.history = history;
    this.noneSinceMillis = engine.now();
    engine.clients().onClose(this::closed);
  }

  /** In the order in which they came. */
  List<Replica> all() {
    return all;
  }

  /** Runs this whenever one has acknowledged something. */
  void onAck(Runnable listener) {
    onAck.add(listener);
  }

  /** Runs this whenever one is online or gone. */
  void onChange(Runnable listener) {
    onChange.add(listener);
  }

  void acknowledged() {
    for (int i = 0; i < onAck.size(); i++) {
      onAck.get(i).run();
    }
  }

  void changed() {
    onChange.forEach(Runnable::run);
  }

  long backlogSize() {
    return settings.backlogSize.value();
  }

  /** Since when there is none. */
  long noneSinceMillis() {
    return noneSinceMillis;
  }

  /** From here on it counts as a time without replicas. */
  void startCountingTime() {
    noneSinceMillis = engine.now();
  }

  /** From here on a client is a replica. */
  Replica add(Client client, Announcement announced, boolean old) {
    Replica replica = new Replica(engine, this, client, announced, old);
    client.attach(LinkRole.class, LinkRole.REPLICA);
    client.attach(Replica.class, replica);
    client.feed(replica);
    all.add(replica);
    return replica;
  }

  private void closed(Client client) {
    Replica replica = client.attachment(Replica.class);
    if (replica == null) {
      return;
    }
    log.info("Connection with replica {} lost.", replica.name());
    replica.gone();
    all.remove(replica);
    if (all.isEmpty()) {
      noneSinceMillis = engine.now();
    }
    changed();
  }

  /** Cuts all of them off: they come back and ask again. */
  void disconnectAll() {
    List.copyOf(all).forEach(Replica::close);
  }

  // --- How far they are ---

  /** Those that have everything up to here. */
  int having(long offset) {
    int count = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isOnline() && all.get(i).acknowledged() >= offset) {
        count++;
      }
    }
    return count;
  }

  /** Up to where so many of them have everything; -1 if there are not so many. */
  long heldBy(long count) {
    if (count > all.size()) {
      return -1;
    }
    long[] offsets =
        all.stream().filter(Replica::isOnline).mapToLong(Replica::acknowledged).sorted().toArray();
    return count > offsets.length ? -1 : offsets[offsets.length - (int) count];
  }

  /** Those that have acknowledged something not long ago. */
  int good() {
    long most = 1000 * (settings.maxLag.value() + 1);
    int count = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isOnline() && all.get(i).lagMillis() < most) {
        count++;
      }
    }
    return count;
  }

  // --- Passing on ---

  /** At the end of a turn: passes on what was written in it, before anybody waits for a disk. */
  void endOfTurn() {
    if (all.isEmpty()) {
      return;
    }
    if (history.offset() != pumpedTo) {
      pumpedTo = history.offset();
      pump();
    }
    for (int i = 0; i < all.size(); i++) {
      Client client = all.get(i).client();
      if (client.reply().pending() > 0) {
        log.warn(
            "Replica {} generated a reply to command '{}', disconnecting it",
            all.get(i).name(),
            client.last());
        all.get(i).close();
        return; // The list has changed. Others are looked at in the turn that this begins.
      }
    }
  }

  private void pump() {
    boolean more = false;
    for (Replica replica : all.toArray(Replica[]::new)) {
      more |= replica.pump(MOST_AT_ONCE);
      replica.client().transport().flush();
    }
    if (more) {
      pumpSoon();
    }
  }

  /** There is something to pass on that no command has brought. */
  void pumpSoon() {
    if (!pumpsSoon) {
      pumpsSoon = true;
      engine.scheduler().after(PUMP_MILLIS, this::pumpAgain);
    }
  }

  private void pumpAgain() {
    pumpsSoon = false;
    engine.updateTime();
    pump();
  }

  /** Passes on what there is. */
  void pumpNow() {
    pump();
  }

  /** Once a second: cuts off whom nothing was heard of. */
  void cutOffSilent() {
    long most = 1000 * settings.timeout.value();
    for (Replica replica : List.copyOf(all)) {
      if (replica.isOnline() && !replica.isOld() && replica.lagMillis() > most) {
        log.warn(
            "Disconnecting timedout replica (streaming sync): {} has acknowledged nothing for"
                + " repl-timeout; it may come back by itself",
            replica.name());
        replica.close();
      } else if (replica.isStuck(most)) {
        log.warn(
            "Disconnecting timedout replica (full sync): {} has taken nothing of its snapshot for"
                + " repl-timeout; it may come back by itself",
            replica.name());
        replica.close();
      }
    }
  }
}
