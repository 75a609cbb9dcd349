package io.sentinelha.server.engine;

import io.sentinelha.server.engine.Client.Watched;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All clients, in the order in which they came. */
public final class Clients {

  private final Engine engine;
  private final Map<Long, Client> all = new LinkedHashMap<>();
  private final List<Consumer<Client>> onClose = new ArrayList<>();
  private final Buffers buffers = new Buffers();
  private long lastId;

  Clients(Engine engine) {
    this.engine = engine;
  }

  /** A client has connected. */
  public Client open(Transport transport) {
    Client client =
        new Client(++lastId, transport, engine.databases().get(0), engine.now(), buffers);
    client.authenticate(engine.access().isOpen(), "default");
    all.put(client.id(), client);
    engine.stats().connections++;
    return client;
  }

  /** What their requests and replies are put into. */
  public Buffers buffers() {
    return buffers;
  }

  /** A client is gone: nothing remembers it any more. */
  public void close(Client client) {
    if (all.remove(client.id()) == null) {
      return;
    }
    client.closed();
    client.reply().release();
    engine.blocking().release(client);
    engine.transactions().discard(client);
    engine.pubSub().forget(client);
    onClose.forEach(listener -> listener.accept(client));
  }

  /** Runs this whenever a client is gone. */
  public void onClose(Consumer<Client> listener) {
    onClose.add(listener);
  }

  public Collection<Client> all() {
    return Collections.unmodifiableCollection(new ArrayList<>(all.values()));
  }

  /** Bytes of requests and replies that wait, but for those of replicas. */
  long pendingBytes() {
    long bytes = 0;
    for (Client client : all.values()) {
      if (client.feed() != null) {
        continue; // What replicas wait for must not make their master evict even more.
      }
      Transport transport = client.transport();
      bytes += transport.outputBytes() + transport.queryBytes() + transport.queryFree();
    }
    return bytes;
  }

  /** Bytes that replicas are yet to be sent. */
  public long feedBytes() {
    long bytes = 0;
    for (Client client : all.values()) {
      bytes += client.feed() == null ? 0 : client.feed().pending();
    }
    return bytes;
  }

  public int count() {
    return all.size();
  }

  public @Nullable Client find(long id) {
    return all.get(id);
  }

  /** Of the client that came last. */
  public long lastId() {
    return lastId;
  }

  void unwatch(Client client) {
    for (Watched each : client.watched) {
      var watchers = each.db().watchers.get(each.key());
      if (watchers != null && watchers.remove(client) && watchers.isEmpty()) {
        each.db().watchers.remove(each.key());
      }
    }
    client.watched.clear();
    client.watchedChanged = false;
  }
}
