package io.sentinelha.resp.command;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.server.Connection;
import org.jspecify.annotations.Nullable;

/** The kinds of clients that CLIENT LIST and CLIENT KILL tell apart. */
enum ClientType {
  NORMAL,
  PUBSUB,
  /** Replication is not the business of this package: nobody is of this kind. */
  REPLICATION;

  /** The kind that an argument names; null if it names none. */
  static @Nullable ClientType of(Request request, int argument) {
    if (request.is(argument, "normal")) {
      return NORMAL;
    }
    if (request.is(argument, "pubsub")) {
      return PUBSUB;
    }
    boolean replication =
        request.is(argument, "master")
            || request.is(argument, "replica")
            || request.is(argument, "slave");
    return replication ? REPLICATION : null;
  }

  boolean includes(Connection client) {
    return this == (client.isSubscriber() ? PUBSUB : NORMAL);
  }
}
