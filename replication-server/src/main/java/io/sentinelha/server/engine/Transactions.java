package io.sentinelha.server.engine;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.engine.Client.Queued;
import io.sentinelha.server.engine.Client.Watched;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** MULTI, EXEC, DISCARD, WATCH. */
public final class Transactions {

  private static final CommandError ABORTED =
      CommandError.of("EXECABORT Transaction discarded because of previous errors.");

  private final Engine engine;

  Transactions(Engine engine) {
    this.engine = engine;
  }

  /** From here on the client's commands are queued. */
  public void begin(Client client) {
    if (client.queue != null) {
      throw CommandError.of("ERR MULTI calls can not be nested");
    }
    client.queue = new ArrayList<>();
  }

  /** Forgets queue and watched keys. */
  public void discard(Client client) {
    client.queue = null;
    client.queueBroken = false;
    engine.clients().unwatch(client);
  }

  /** Watches a key. */
  public void watch(Client client, Bytes key) {
    Database db = client.db();
    for (Watched each : client.watched) {
      if (each.db() == db && each.key().equals(key)) {
        return;
      }
    }
    Object item = db.find(key.toArray());
    boolean expired = item != null && engine.keys().isExpired(item);
    client.watched.add(new Watched(db, key, expired));
    db.watchers.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(client);
  }

  /** Forgets watched keys. */
  public void unwatch(Client client) {
    engine.clients().unwatch(client);
  }

  /** Runs what was queued. */
  public void exec(Call call) {
    Client client = call.client();
    List<Queued> queue = client.queue;
    if (queue == null) {
      throw CommandError.of("ERR EXEC without MULTI");
    }
    boolean expired = client.watched.stream().anyMatch(this::hasExpired);
    boolean broken = client.queueBroken;
    boolean changed = client.watchedChanged || expired;
    discard(client);
    if (broken) {
      throw ABORTED;
    }
    if (changed) {
      call.reply().nilArray();
      return;
    }
    call.reply().array(queue.size());
    engine.executor().runAll(client, queue);
  }

  /** Whether a watched key that was there has expired since, though nobody has removed it yet. */
  private boolean hasExpired(Watched watched) {
    if (watched.wasExpired()) {
      return false;
    }
    Object item = watched.db().find(watched.key().toArray());
    return item != null && engine.keys().isExpired(item);
  }
}
