package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Effect.Audience;
import java.util.Map;
import java.util.Optional;

/**
 * A link to a data node or a peer, and the signs of life that came over it. When to connect, when
 * to give a connection up and when to ping are decided here.
 */
final class Link {

  private static final int MAX_PENDING = 100;
  private static final int MAX_CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int MIN_CONNECT_TIMEOUT_MILLIS = 200;

  /**
   * How long a connection may be missing before clients hear of it. A change of role cuts the
   * connections of every client of a node, this one's too, and they are made anew at once: a client
   * that looked in between would leave a healthy node alone until the next event, if ever.
   */
  private static final long RENEWAL_MILLIS = 1_000;

  final LinkId id;
  final Audience audience;
  private final Channel command = new Channel(ChannelKind.COMMAND);
  private final Optional<Channel> pubsub;

  private String localHost = "";
  private int pending;
  private long lostAt;

  /** Whether a sign of life came over the present connection. */
  private boolean served;

  // Signs of life. A new link begins as if a ping had just been sent, so that a node that was never
  // reached goes down like one that fell silent.
  private long unansweredSince;
  private long lastPingSent = Times.NEVER;
  private long lastValidReply;
  private long lastReply;
  private long refusedSince = Times.NEVER;
  private long lastRefusal = Times.NEVER;

  Link(LinkId id, Audience audience, long now) {
    this.id = id;
    this.audience = audience;
    this.pubsub =
        audience == Audience.DATA_NODE
            ? Optional.of(new Channel(ChannelKind.PUBSUB))
            : Optional.empty();
    this.lostAt = now;
    this.unansweredSince = now;
    this.lastValidReply = now;
    this.lastReply = now;
  }

  /** What it takes to reach the other end. */
  record Target(
      Endpoint address,
      Credentials credentials,
      Map<String, String> renamedCommands,
      long downAfterMillis,
      long retryMillis) {}

  /** Opens what is closed and closes what is stuck. */
  void maintain(Context ctx, Target target, Agenda agenda) {
    if (!target.address.isReachable()) {
      return;
    }
    closeIfStuck(ctx, target, agenda);
    open(ctx, command, target, agenda);
    pubsub.ifPresent(
        channel -> {
          long silence = 3 * ctx.tuning.of(Tuning.Period.PUBLISH_PERIOD);
          if (channel.isStale(ctx.now, minimumAge(ctx), silence, agenda)) {
            close(ctx, channel);
          }
          open(ctx, channel, target, agenda);
        });
  }

  private static void closeNow(Context ctx, LinkId id, Channel channel) {
    ctx.emit(new Effect.Close(id, channel.kind, channel.attempt()));
    channel.closed(ctx.now);
  }

  private void open(Context ctx, Channel channel, Target target, Agenda agenda) {
    if (!channel.wantsOpening(ctx.now, agenda)) {
      return;
    }
    if (channel == command && channel.attempt() == 0) {
      lostAt = ctx.now + RENEWAL_MILLIS; // It is not known to be lost, but about to be made.
    }
    channel.opening(ctx.now, target.retryMillis);
    int timeout =
        (int)
            Math.max(
                MIN_CONNECT_TIMEOUT_MILLIS,
                Math.min(MAX_CONNECT_TIMEOUT_MILLIS, target.downAfterMillis));
    ctx.emit(
        new Effect.Open(
            id,
            channel.kind,
            channel.attempt(),
            target.address,
            audience,
            target.credentials,
            target.renamedCommands,
            timeout));
  }

  /**
   * A connection that has existed for a while, whose ping is unanswered for half the time that
   * makes a node down, may itself be what is broken.
   */
  private void closeIfStuck(Context ctx, Target target, Agenda agenda) {
    if (!command.isOpen() || unansweredSince == Times.NEVER) {
      return;
    }
    long half = target.downAfterMillis / 2;
    boolean stuck =
        agenda.due(ctx.now, command.openedAt() + minimumAge(ctx))
            && agenda.due(ctx.now, unansweredSince + half)
            && agenda.due(ctx.now, lastReply + half);
    if (stuck) {
      close(ctx, command);
      lostAt = ctx.now;
    }
  }

  private static long minimumAge(Context ctx) {
    return ctx.tuning.of(Tuning.Period.MIN_LINK_RECONNECT_PERIOD);
  }

  private void close(Context ctx, Channel channel) {
    closeNow(ctx, id, channel);
    if (channel == command) {
      pending = 0;
    }
  }

  /** Closes both connections: the node is forgotten, or its credentials changed. */
  void closeAll(Context ctx) {
    lostAt = ctx.now + RENEWAL_MILLIS;
    closeNow(ctx, id, command);
    pubsub.ifPresent(channel -> closeNow(ctx, id, channel));
    pending = 0;
  }

  /** Whether news concerns the present connection of that kind. */
  boolean isPresent(ChannelKind kind, long attempt) {
    return channel(kind).map(c -> c.isPresent(attempt)).orElse(false);
  }

  private Optional<Channel> channel(ChannelKind kind) {
    return kind == ChannelKind.COMMAND ? Optional.of(command) : pubsub;
  }

  void opened(Context ctx, ChannelKind kind, String host) {
    channel(kind).ifPresent(c -> c.opened(ctx.now));
    if (kind == ChannelKind.COMMAND) {
      pending = 0;
      served = false;
      localHost = host;
      lastPingSent = Times.NEVER; // The first thing to say on a new connection.
    }
  }

  void closed(Context ctx, ChannelKind kind, Event.Cause cause) {
    if (kind == ChannelKind.COMMAND) {
      pending = 0;
      lostAt = command.isOpen() && served ? ctx.now + RENEWAL_MILLIS : Math.min(lostAt, ctx.now);
      noteRefusal(ctx.now, cause);
    }
    channel(kind).ifPresent(c -> c.closed(ctx.now));
  }

  private void noteRefusal(long now, Event.Cause cause) {
    boolean proof = cause == Event.Cause.REFUSED || cause == Event.Cause.RESET;
    if (!proof) {
      refusedSince = Times.NEVER;
    } else {
      refusedSince = refusedSince == Times.NEVER ? now : refusedSince;
      lastRefusal = now;
    }
  }

  boolean isOpen() {
    return command.isOpen();
  }

  /** Whether a request can be sent now. */
  boolean canSend(int references) {
    return command.isOpen() && pending < MAX_PENDING * references;
  }

  /** Whether so much is unanswered that something may be waiting to be sent. */
  boolean isCrowded() {
    return pending > MAX_PENDING / 2;
  }

  void send(Context ctx, Request request, Map<String, String> renamedCommands) {
    pending++;
    ctx.emit(new Effect.Send(id, command.attempt(), request, renamedCommands));
  }

  /** Pings when it is time to, whether the last ping was answered or not. */
  void ping(Context ctx, long period, int references, Agenda agenda) {
    if (!canSend(references)) {
      return;
    }
    if (lastPingSent == Times.NEVER
        || agenda.due(ctx.now, Pace.nextPing(ctx, lastPingSent, period))) {
      lastPingSent = ctx.now;
      if (unansweredSince == Times.NEVER) {
        unansweredSince = ctx.now;
      }
      send(ctx, new Request.Ping(), Map.of());
      agenda.at(Pace.nextPing(ctx, ctx.now, period));
    }
  }

  void answered() {
    pending = Math.max(0, pending - 1);
  }

  void pingAnswered(long now, Event.PingReply reply) {
    lastReply = now;
    if (reply.isSignOfLife()) {
      served = true;
      lastValidReply = now;
      unansweredSince = Times.NEVER;
      refusedSince = Times.NEVER;
    }
  }

  void heardOnPubsub(long now) {
    pubsub.ifPresent(c -> c.heard(now));
  }

  /**
   * For how long the node has given no sign of life; 0 when the last ping was answered and the
   * connection stands.
   */
  long silence(long now) {
    if (unansweredSince != Times.NEVER) {
      return now - unansweredSince;
    }
    return command.isOpen() ? 0 : now - lastValidReply;
  }

  /** Whether a sign of life is missing at this moment, for however short a time. */
  boolean isSilent() {
    return unansweredSince != Times.NEVER || !command.isOpen();
  }

  /**
   * For how long connections are known to be refused or reset, without interruption: from the first
   * refusal to the last one, so that a single reset proves nothing while a slow connection is being
   * made. 0 when they are not.
   */
  long refusedMillis() {
    return refusedSince == Times.NEVER ? 0 : lastRefusal - refusedSince;
  }

  /**
   * Starts the count of silence anew: the node gets a new task, and the time that it was silent in
   * the old one must not count.
   */
  void giveCredit(long now) {
    if (unansweredSince != Times.NEVER || !command.isOpen()) {
      unansweredSince = now;
    }
    if (refusedSince != Times.NEVER) {
      refusedSince = now;
      lastRefusal = now;
    }
  }

  String localHost() {
    return localHost;
  }

  void pass(Archive archive) {
    command.pass(archive);
    pubsub.ifPresent(channel -> channel.pass(archive));
    localHost = archive.value(String.class, localHost);
    pending = archive.small(pending);
    lostAt = archive.number(lostAt);
    served = archive.flag(served);
    unansweredSince = archive.number(unansweredSince);
    lastPingSent = archive.number(lastPingSent);
    lastValidReply = archive.number(lastValidReply);
    lastReply = archive.number(lastReply);
    refusedSince = archive.number(refusedSince);
    lastRefusal = archive.number(lastRefusal);
  }

  /** What clients may see of a link. */
  LinkView view() {
    return new LinkView(
        command.isOpen(), lostAt, pending, unansweredSince, lastValidReply, lastReply);
  }
}
