package io.sentinelha.resp.command;

import static io.sentinelha.resp.server.CommandFlag.LOADING;
import static io.sentinelha.resp.server.CommandFlag.NOSCRIPT;
import static io.sentinelha.resp.server.CommandFlag.PUBSUB;
import static io.sentinelha.resp.server.CommandFlag.STALE;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Argument;
import io.sentinelha.resp.server.ArgumentType;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.CommandBuilder;
import io.sentinelha.resp.server.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** SUBSCRIBE and its kin. Each answers with one message per channel, not with one reply. */
final class PubSubCommands {

  private PubSubCommands() {}

  static List<Command> all() {
    return List.of(subscribe(), unsubscribe(), psubscribe(), punsubscribe());
  }

  /**
   * One of the four commands.
   *
   * @param kind as its confirmations say it
   * @param change what it does for one name
   */
  private record Step(String kind, BiConsumer<Connection, Bytes> change) {

    void forEach(List<Bytes> names, Connection connection, RespWriter reply) {
      connection.push();
      for (Bytes name : names) {
        change.accept(connection, name);
        reply.push(3).bulk(kind).bulk(name).integer(count(connection));
      }
    }

    void forNone(Connection connection, RespWriter reply) {
      connection.push();
      reply.push(3).bulk(kind).nullBulk().integer(count(connection));
    }

    private static int count(Connection connection) {
      return connection.channelCount() + connection.patternCount();
    }
  }

  private static Command subscribe() {
    Step step = new Step("subscribe", Connection::subscribe);
    return named(step, -2)
        .docs("pubsub", "2.0.0", "O(N), N being the channels", "Begins to listen to channels")
        .arguments(Argument.of("channel", ArgumentType.STRING).multiple())
        .handler((connection, request, reply) -> step.forEach(names(request), connection, reply))
        .build();
  }

  private static Command psubscribe() {
    Step step = new Step("psubscribe", Connection::subscribePattern);
    return named(step, -2)
        .docs("pubsub", "2.0.0", "O(N), N being the patterns", "Begins to listen to patterns")
        .arguments(
            Argument.block("pattern", Argument.of("pattern", ArgumentType.PATTERN)).multiple())
        .handler((connection, request, reply) -> step.forEach(names(request), connection, reply))
        .build();
  }

  private static Command unsubscribe() {
    Step step = new Step("unsubscribe", Connection::unsubscribe);
    return named(step, -1)
        .docs("pubsub", "2.0.0", "O(N), N being the channels", "Ends listening to channels")
        .arguments(Argument.of("channel", ArgumentType.STRING).optional().multiple())
        .handler(
            (connection, request, reply) ->
                end(step, request, connection.channels(), connection, reply))
        .build();
  }

  private static Command punsubscribe() {
    Step step = new Step("punsubscribe", Connection::unsubscribePattern);
    return named(step, -1)
        .docs("pubsub", "2.0.0", "O(N), N being the patterns", "Ends listening to patterns")
        .arguments(Argument.of("pattern", ArgumentType.PATTERN).optional().multiple())
        .handler(
            (connection, request, reply) ->
                end(step, request, connection.patterns(), connection, reply))
        .build();
  }

  private static CommandBuilder named(Step step, int arity) {
    return Command.named(step.kind)
        .arity(arity)
        .flags(PUBSUB, NOSCRIPT, LOADING, STALE)
        .allowedWhileSubscribed();
  }

  /**
   * Ends the subscriptions that are named, or all; there is a confirmation even if none is left.
   */
  private static void end(
      Step step, Request request, List<Bytes> all, Connection connection, RespWriter reply) {
    if (request.argc() > 1) {
      step.forEach(names(request), connection, reply);
    } else if (all.isEmpty()) {
      step.forNone(connection, reply);
    } else {
      step.forEach(all, connection, reply);
    }
  }

  private static List<Bytes> names(Request request) {
    List<Bytes> names = new ArrayList<>();
    for (int i = 1; i < request.argc(); i++) {
      names.add(request.value(i));
    }
    return names;
  }
}
