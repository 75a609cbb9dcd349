package io.sentinelha.server.engine;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Clients that wait for keys. When a command has ended, the keys that it made ready are gone
 * through in order, and for each the clients in the order in which they came: their command is run
 * again, and either answers or waits on, in its old place.
 */
public final class Blocking {

  private record Ready(Database db, Bytes key) {}

  private final Engine engine;
  private final Set<Client> blocked = new LinkedHashSet<>();
  private Set<Ready> ready = new LinkedHashSet<>();

  Blocking(Engine engine) {
    this.engine = engine;
  }

  /** Clients that wait. */
  public int count() {
    return blocked.size();
  }

  /**
   * Makes the client of a call wait. The handler writes no reply.
   *
   * @param keys for which; empty if something else will wake it, through {@link #wake}
   * @param type that must stand behind a key
   * @param millis at most; 0 for ever
   * @param onTimeout writes the reply when the time is over
   */
  public void block(
      Call call,
      List<Bytes> keys,
      @Nullable ValueType type,
      boolean gone,
      long millis,
      Consumer<Reply> onTimeout) {
    Client client = call.client();
    if (client.wait != null) {
      return; // Run again and not content: it keeps its place and its time.
    }
    Database db = client.db();
    Scheduler.Scheduled timer =
        millis == 0 ? null : engine.scheduler().after(millis, () -> timeOut(client));
    client.wait =
        new Wait(
            call.command(),
            call.args().copy(),
            db,
            List.copyOf(keys),
            type,
            gone,
            onTimeout,
            timer);
    keys.forEach(key -> db.waiters.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(client));
    blocked.add(client);
  }

  void ready(Database db, Bytes key) {
    if (db.waiters.containsKey(key)) {
      ready.add(new Ready(db, key));
    }
  }

  /** Serves whom the last command made ready. */
  void serve() {
    while (!ready.isEmpty()) {
      Set<Ready> now = ready;
      ready = new LinkedHashSet<>();
      for (Ready each : now) {
        Set<Client> clients = each.db().waiters.get(each.key());
        if (clients != null) {
          new ArrayList<>(clients).forEach(client -> serve(client, each));
        }
      }
    }
  }

  private void serve(Client client, Ready what) {
    Wait wait = client.wait;
    if (wait == null || wait.db() != what.db() || !wait.keys().contains(what.key())) {
      return;
    }
    Object item = engine.keys().find(what.db(), what.key().toArray());
    boolean fits =
        item == null ? wait.gone() : wait.type() == null || Items.type(item) == wait.type();
    if (fits) {
      retry(client, wait, what.key().toArray());
    }
  }

  private void retry(Client client, Wait wait, byte @Nullable [] readyKey) {
    long before = client.reply().errors();
    if (engine.executor().rerun(client, wait.command(), wait.args(), readyKey)) {
      release(client);
      goOn(client);
    } else if (client.reply().errors() != before) {
      throw new IllegalStateException(wait.command() + " answered and waits on");
    }
  }

  /** Runs the command of a client that waits for something else than keys again. */
  public void wake(Client client) {
    Wait wait = client.wait;
    if (wait != null) {
      retry(client, wait, null);
    }
  }

  private void timeOut(Client client) {
    Wait wait = client.wait;
    if (wait != null) {
      engine.updateTime();
      release(client);
      wait.onTimeout().accept(client.reply());
      goOn(client);
    }
  }

  /** The reply is there. */
  private static void goOn(Client client) {
    client.nextReply();
    client.transport().wake();
    client.transport().resume();
  }

  /**
   * Ends a wait from outside: CLIENT UNBLOCK.
   *
   * @param error told to the client; null for what it would get when the time is over
   * @return whether it was blocked
   */
  public boolean unblock(Client client, @Nullable String error) {
    Wait wait = client.wait;
    if (wait == null) {
      return false;
    }
    release(client);
    if (error == null) {
      wait.onTimeout().accept(client.reply());
    } else {
      client.reply().error(error);
    }
    goOn(client);
    return true;
  }

  /** Ends the wait of a client without a reply. */
  void release(Client client) {
    Wait wait = client.wait;
    if (wait == null) {
      return;
    }
    client.wait = null;
    blocked.remove(client);
    if (wait.timer() != null) {
      wait.timer().cancel();
    }
    for (Bytes key : wait.keys()) {
      LinkedHashSet<Client> waiters = wait.db().waiters.get(key);
      if (waiters != null && waiters.remove(client) && waiters.isEmpty()) {
        wait.db().waiters.remove(key);
      }
    }
  }

  /** All that wait. */
  public List<Client> all() {
    return List.copyOf(blocked);
  }
}
