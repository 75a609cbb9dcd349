package io.sentinelha.server.command;

import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.LinkRole;
import java.util.Locale;

/** Kinds of clients, as CLIENT LIST and CLIENT KILL tell them apart. */
enum ClientType {
  NORMAL,
  REPLICA,
  PUBSUB,
  MASTER;

  static ClientType named(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "normal" -> NORMAL;
      case "slave", "replica" -> REPLICA;
      case "pubsub" -> PUBSUB;
      case "master" -> MASTER;
      default -> throw CommandError.of("ERR Unknown client type '" + word + "'");
    };
  }

  static ClientType of(Client client) {
    LinkRole role = client.attachment(LinkRole.class);
    if (role != null) {
      return role == LinkRole.REPLICA ? REPLICA : MASTER;
    }
    return client.subscriptions() > 0 ? PUBSUB : NORMAL;
  }

  boolean includes(Client client) {
    return of(client) == this;
  }
}
