package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Who listens to which channel, and delivery. */
public final class PubSub {

  /** The three kinds of subscription, with the words of their messages. */
  public enum Kind {
    CHANNEL("subscribe", "unsubscribe"),
    PATTERN("psubscribe", "punsubscribe"),
    SHARD("ssubscribe", "sunsubscribe");

    private final String subscribed;
    private final String unsubscribed;

    Kind(String subscribed, String unsubscribed) {
      this.subscribed = subscribed;
      this.unsubscribed = unsubscribed;
    }

    Set<Bytes> of(Client client) {
      return switch (this) {
        case CHANNEL -> client.channels;
        case PATTERN -> client.patterns;
        case SHARD -> client.shardChannels;
      };
    }

    /** The count that a confirmation tells. */
    int count(Client client) {
      return this == SHARD
          ? client.shardChannels.size()
          : client.channels.size() + client.patterns.size();
    }
  }

  private record Pattern(Glob glob, Set<Client> clients) {}

  private static final byte[] MESSAGE = "message".getBytes(ISO_8859_1);
  private static final byte[] PMESSAGE = "pmessage".getBytes(ISO_8859_1);
  private static final byte[] SMESSAGE = "smessage".getBytes(ISO_8859_1);

  private final Map<Bytes, Set<Client>> channels = new LinkedHashMap<>();
  private final Map<Bytes, Set<Client>> shards = new LinkedHashMap<>();
  private final Map<Bytes, Pattern> patterns = new LinkedHashMap<>();

  PubSub() {}

  /** Subscribes a client and tells it so. */
  public void subscribe(Client client, Kind kind, Bytes name) {
    if (kind.of(client).add(name)) {
      clients(kind, name).add(client);
    }
    confirm(client, kind.subscribed, kind, name.toArray());
  }

  private Set<Client> clients(Kind kind, Bytes name) {
    return switch (kind) {
      case CHANNEL -> channels.computeIfAbsent(name, n -> new LinkedHashSet<>());
      case SHARD -> shards.computeIfAbsent(name, n -> new LinkedHashSet<>());
      case PATTERN ->
          patterns
              .computeIfAbsent(name, n -> new Pattern(Glob.of(n), new LinkedHashSet<>()))
              .clients();
    };
  }

  /** Ends a subscription, if there is one, and tells the client so in any case. */
  public void unsubscribe(Client client, Kind kind, Bytes name) {
    forget(client, kind, name);
    confirm(client, kind.unsubscribed, kind, name.toArray());
  }

  /** Ends all subscriptions of a kind, and says so at least once. */
  public void unsubscribeAll(Client client, Kind kind) {
    List<Bytes> all = List.copyOf(kind.of(client));
    all.forEach(name -> unsubscribe(client, kind, name));
    if (all.isEmpty()) {
      push(client, to -> to.push(3).bulk(kind.unsubscribed).nil().integer(kind.count(client)));
    }
  }

  /** Ends all subscriptions without a word. */
  public void forget(Client client) {
    for (Kind kind : Kind.values()) {
      List.copyOf(kind.of(client)).forEach(name -> forget(client, kind, name));
    }
  }

  private void forget(Client client, Kind kind, Bytes name) {
    if (!kind.of(client).remove(name)) {
      return;
    }
    Set<Client> clients = clients(kind, name);
    clients.remove(client);
    if (clients.isEmpty()) {
      switch (kind) {
        case CHANNEL -> channels.remove(name);
        case SHARD -> shards.remove(name);
        case PATTERN -> patterns.remove(name);
      }
    }
  }

  private static void confirm(Client client, String word, Kind kind, byte[] name) {
    push(client, to -> to.push(3).bulk(word).bulk(name).integer(kind.count(client)));
  }

  /** Who wants no replies gets what it has subscribed to all the same. */
  private static void push(Client client, Consumer<Reply> message) {
    Reply reply = client.reply();
    boolean muted = reply.mute(false);
    message.accept(reply);
    reply.mute(muted);
  }

  /** Delivers a message; returns how many deliveries that were. */
  public int publish(Bytes channel, byte[] message) {
    byte[] name = channel.toArray();
    int receivers = 0;
    Set<Client> direct = channels.get(channel);
    if (direct != null) {
      direct.forEach(client -> deliver(client, MESSAGE, name, message));
      receivers += direct.size();
    }
    for (Map.Entry<Bytes, Pattern> entry : patterns.entrySet()) {
      Pattern pattern = entry.getValue();
      if (pattern.glob().matches(channel)) {
        byte[] text = entry.getKey().toArray();
        for (Client client : pattern.clients()) {
          push(client, to -> to.push(4).bulk(PMESSAGE).bulk(text).bulk(name).bulk(message));
          client.transport().wake();
        }
        receivers += pattern.clients().size();
      }
    }
    return receivers;
  }

  /** Delivers a message on a shard channel. */
  public int publishShard(Bytes channel, byte[] message) {
    byte[] name = channel.toArray();
    Set<Client> clients = shards.getOrDefault(channel, Set.of());
    clients.forEach(client -> deliver(client, SMESSAGE, name, message));
    return clients.size();
  }

  private static void deliver(Client client, byte[] word, byte[] name, byte[] message) {
    push(client, to -> to.push(3).bulk(word).bulk(name).bulk(message));
    client.transport().wake();
  }

  /** Channels with subscribers. */
  public Set<Bytes> channels() {
    return Set.copyOf(channels.keySet());
  }

  /** Shard channels with subscribers. */
  public Set<Bytes> shardChannels() {
    return Set.copyOf(shards.keySet());
  }

  /** Different patterns that somebody listens to. */
  public int patterns() {
    return patterns.size();
  }

  /** How many listen to a channel. */
  public int subscribers(Kind kind, Bytes name) {
    return (kind == Kind.SHARD ? shards : channels).getOrDefault(name, Set.of()).size();
  }
}
