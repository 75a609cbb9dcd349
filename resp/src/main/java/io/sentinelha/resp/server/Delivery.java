package io.sentinelha.resp.server;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings published messages to one client, and cuts it off if it does not read what it is sent.
 * Used on the connection's event loop alone, except where stated.
 */
final class Delivery implements Mailbox.Owner {

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  /** A turn hands no more than this to the socket, however fast the client reads. */
  private static final int MAX_PER_TURN = 1 << 20;

  private final CommandServer server;
  private final Session session;
  private final Connection connection;
  private final Output output;
  private final OutputGuard guard = new OutputGuard();
  private final AtomicBoolean rejected = new AtomicBoolean();
  private volatile @Nullable Subscriptions subscriptions;

  Delivery(CommandServer server, Session session, Connection connection, Output output) {
    this.server = server;
    this.session = session;
    this.connection = connection;
    this.output = output;
  }

  Subscriptions subscriptions() {
    Subscriptions known = subscriptions;
    if (known == null) {
      known = new Subscriptions(server.broker(), new Mailbox(this));
      subscriptions = known;
    }
    return known;
  }

  /** Null as long as the client has never subscribed. May be asked by any thread. */
  @Nullable Subscriptions subscriptionsIfAny() {
    return subscriptions;
  }

  /** Whether the client was above its soft limit when last looked. May be asked by any thread. */
  boolean isSoft() {
    return guard.isSoft();
  }

  @Override
  public void wake() {
    session.onLoop(
        () -> {
          subscriptions().mailbox().onWoken();
          session.turn();
        });
  }

  @Override
  public boolean rejects(long waitingBytes) {
    long pending = waitingBytes + output.unsent();
    if (!server.config().pubsub().isHardReached(pending)) {
      return false;
    }
    if (rejected.compareAndSet(false, true)) {
      session.onLoop(() -> cutOff(pending));
    }
    return true;
  }

  /**
   * Hands messages to the socket while it takes them.
   *
   * @return whether to go on in another turn
   */
  boolean some() {
    Subscriptions known = subscriptions;
    int bytes = 0;
    while (known != null
        && output.isWritable()
        && known.mailbox().moveOne(output, connection.protocol())) {
      if (output.length() >= Session.TURN_OUTPUT) {
        bytes += output.length();
        output.flush();
        if (bytes >= MAX_PER_TURN) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Puts all messages that are there in front of the reply that comes next.
   *
   * @return whether there were any
   */
  boolean all() {
    Subscriptions known = subscriptions;
    if (known == null) {
      return false;
    }
    // Counted first: a publisher that goes on and on must not keep us here.
    int count = known.mailbox().count();
    int moved = 0;
    while (moved < count && known.mailbox().moveOne(output, connection.protocol())) {
      moved++;
    }
    return moved > 0;
  }

  /** Cuts the client off if it has not read for too long, or too little. */
  void checkOutput() {
    Subscriptions known = subscriptions;
    long pending = output.unsent() + (known == null ? 0 : known.mailbox().bytes());
    OutputLimit limit =
        connection.isSubscriber() ? server.config().pubsub() : server.config().normal();
    if (guard.isExceeded(limit, pending, System.nanoTime())) {
      cutOff(pending);
    }
  }

  void end() {
    Subscriptions known = subscriptions;
    if (known != null) {
      known.end();
    }
  }

  private void cutOff(long pending) {
    if (!session.isGone()) {
      log.atWarn()
          .addKeyValue("client", connection)
          .addKeyValue("name", connection.name())
          .addKeyValue("class", connection.isSubscriber() ? "pubsub" : "normal")
          .addKeyValue("unsent-bytes", pending)
          .log("client disconnected: output limit");
      server.observer().onOutputLimit(connection);
      session.close("output limit");
    }
  }
}
