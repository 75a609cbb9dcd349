package io.sentinelha.core.link;

import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Event.PingReply;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.core.engine.Hello;
import io.sentinelha.core.engine.NodeInfo;
import io.sentinelha.core.engine.Request;
import io.sentinelha.core.link.Commands.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns requests into commands, and replies into events. */
final class RequestWriter {

  private static final String MIN_REPLICAS = "min-replicas-to-write";
  private static final String MAX_LAG = "min-replicas-max-lag";
  private static final String OLD_MIN_REPLICAS = "min-slaves-to-write";
  private static final String OLD_MAX_LAG = "min-slaves-max-lag";

  private final Links.Sink sink;
  private final Consumer<String> complaints;

  /**
   * @param complaints told of answers to PING that are no sign of life, such as a wrong password
   */
  RequestWriter(Links.Sink sink, Consumer<String> complaints) {
    this.sink = sink;
    this.complaints = complaints;
  }

  void write(Commands to, Effect.Send order) {
    Request request = order.request();
    if (request instanceof Request.Ping) {
      to.text(answer -> sink.accept(ping(order, answer)), "PING");
    } else if (request instanceof Request.Info) {
      to.text(answer -> sink.accept(info(order, answer)), "INFO");
    } else if (request instanceof Request.Hello hello) {
      to.list(
          answer ->
              sink.accept(
                  new Event.HelloAnswered(
                      order.link(), order.attempt(), hello.primaryId(), answer.error().isEmpty())),
          "PUBLISH",
          Hello.CHANNEL,
          hello.payload());
    } else if (request instanceof Request.IsDown question) {
      isDown(to, order, question);
    } else if (request instanceof Request.ChangeRole change) {
      changeRole(to, order, change);
    } else if (request instanceof Request.KillScript) {
      to.list(
          answer -> sink.accept(new Event.KillScriptAnswered(order.link(), order.attempt())),
          "SCRIPT",
          "KILL");
    } else if (request instanceof Request.ReadGuard) {
      to.list(answer -> sink.accept(guard(order, answer)), "CONFIG", "GET", "min-*");
    } else if (request instanceof Request.SetGuard set) {
      setGuard(to, set.guard());
      to.list(
          answer ->
              sink.accept(new Event.GuardAnswered(order.link(), order.attempt(), answer.error())),
          "CONFIG",
          "REWRITE");
    } else {
      throw new AssertionError("no command for " + request);
    }
  }

  private Event ping(Effect.Send order, Answer<String> answer) {
    String text = answer.error().or(answer::value).orElse("");
    PingReply reply = classify(text);
    if (!reply.isSignOfLife()) {
      complaints.accept(text);
    }
    return new Event.PingAnswered(order.link(), order.attempt(), reply);
  }

  private static PingReply classify(String text) {
    if (text.startsWith("PONG")) {
      return PingReply.PONG;
    }
    if (text.startsWith("LOADING")) {
      return PingReply.LOADING;
    }
    if (text.startsWith("MASTERDOWN")) {
      return PingReply.MASTERDOWN;
    }
    return text.startsWith("BUSY") ? PingReply.BUSY : PingReply.OTHER;
  }

  private static Event info(Effect.Send order, Answer<String> answer) {
    return new Event.InfoAnswered(
        order.link(), order.attempt(), answer.value().map(NodeInfo::parse));
  }

  private void isDown(Commands to, Effect.Send order, Request.IsDown question) {
    to.list(
        answer -> sink.accept(downState(order, question, answer)),
        "SENTINEL",
        "is-master-down-by-addr",
        question.address().host(),
        Integer.toString(question.address().port()),
        Long.toString(question.epoch()),
        question.candidate().orElse("*"));
  }

  private static Event downState(
      Effect.Send order, Request.IsDown question, Answer<List<Object>> answer) {
    List<Object> parts = answer.value().orElse(List.of());
    boolean sound =
        parts.size() == 3
            && parts.get(0) instanceof Long
            && parts.get(1) instanceof String
            && parts.get(2) instanceof Long;
    if (!sound) {
      return new Event.IsDownFailed(order.link(), order.attempt(), question.primaryId());
    }
    return new Event.IsDownAnswered(
        order.link(),
        order.attempt(),
        question.primaryId(),
        ((Long) parts.get(0)) == 1,
        (String) parts.get(1),
        (Long) parts.get(2));
  }

  private void changeRole(Commands to, Effect.Send order, Request.ChangeRole change) {
    if (change.guard().isOn()) {
      setGuard(to, change.guard());
    }
    String host = change.primary().map(p -> p.host()).orElse("NO");
    String port = change.primary().map(p -> Integer.toString(p.port())).orElse("ONE");
    Consumer<Answer<List<Object>>> done = answer -> sink.accept(roleChange(order, answer));
    if (change.plain()) {
      to.list(done, "SLAVEOF", host, port);
    } else {
      to.forget("MULTI");
      to.forget("SLAVEOF", host, port);
    }
    to.forget("CONFIG", "REWRITE");
    to.forget("CLIENT", "KILL", "TYPE", "normal");
    to.forget("CLIENT", "KILL", "TYPE", "pubsub");
    if (!change.plain()) {
      to.list(done, "EXEC");
    }
  }

  private static Event roleChange(Effect.Send order, Answer<List<Object>> answer) {
    return new Event.RoleChangeAnswered(order.link(), order.attempt(), answer.error());
  }

  /** Servers before version 5 know only the old names; the wrong pair is refused without harm. */
  private static void setGuard(Commands to, Guard guard) {
    String replicas = Integer.toString(guard.minReplicas());
    String lag = Integer.toString(guard.maxLagSeconds());
    to.list(
        answer -> {
          if (answer.error().isPresent()) {
            to.forget("CONFIG", "SET", OLD_MAX_LAG, lag);
            to.forget("CONFIG", "SET", OLD_MIN_REPLICAS, replicas);
          }
        },
        "CONFIG",
        "SET",
        MAX_LAG,
        lag);
    to.forget("CONFIG", "SET", MIN_REPLICAS, replicas);
  }

  private static Event guard(Effect.Send order, Answer<List<Object>> answer) {
    List<String> words = new ArrayList<>();
    answer.value().orElse(List.of()).forEach(part -> words.add(String.valueOf(part)));
    Optional<Integer> replicas = setting(words, MIN_REPLICAS, OLD_MIN_REPLICAS);
    Optional<Integer> lag = setting(words, MAX_LAG, OLD_MAX_LAG);
    Optional<Guard> guard = replicas.flatMap(n -> lag.map(seconds -> effective(n, seconds)));
    return new Event.GuardRead(order.link(), order.attempt(), guard);
  }

  /** To a server, no lag window means no guard, whatever the number of replicas. */
  private static Guard effective(int replicas, int lagSeconds) {
    return lagSeconds > 0 && replicas > 0 ? new Guard(replicas, lagSeconds) : Guard.OFF;
  }

  private static Optional<Integer> setting(List<String> words, String name, String oldName) {
    for (int i = 0; i + 1 < words.size(); i += 2) {
      if (words.get(i).equals(name) || words.get(i).equals(oldName)) {
        try {
          return Optional.of(Integer.parseInt(words.get(i + 1)));
        } catch (NumberFormatException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
