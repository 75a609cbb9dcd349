package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.LinkRole;
import io.sentinelha.server.engine.ReplyGate;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * sync-replicas: the reply to a write leaves when so many replicas have acknowledged it. A write
 * that is not acknowledged in time stays written; its client is told that nobody knows whether it
 * would survive us.
 */
final class SyncedWrites implements ReplyGate {

  private final Engine engine;
  private final ReplicationSettings settings;
  private final Replicas replicas;
  private final Acknowledgements acks;
  private final ReplicationStream stream;

  /** Of all clients, in the order of the stream. */
  private final ArrayDeque<HeldReplies.Held> waiting = new ArrayDeque<>();

  private final Set<HeldReplies> settled = new LinkedHashSet<>();
  private boolean timed;

  SyncedWrites(
      Engine engine,
      ReplicationSettings settings,
      ReplicationStream stream,
      Replicas replicas,
      Acknowledgements acks) {
    this.engine = engine;
    this.settings = settings;
    this.stream = stream;
    this.replicas = replicas;
    this.acks = acks;
  }

  /** The directive has changed. Who waits goes by the new number. */
  void switched() {
    boolean on = settings.syncReplicas.value() > 0;
    if (on && !engine.isReplica() && !stream.exists()) {
      stream.create(); // What is not counted cannot be acknowledged.
    }
    engine.executor().gate(on ? this : null);
    check();
    if (!on) {
      for (Client client : engine.clients().all()) {
        HeldReplies held = client.attachment(HeldReplies.class);
        if (held != null) {
          client.reply().drain();
          held.end();
          client.outlet(null);
          client.detach(HeldReplies.class);
        }
      }
    }
  }

  @Override
  public void begins(Client client, Command command) {
    HeldReplies held = client.attachment(HeldReplies.class);
    if (held == null) {
      if (client.attachment(LinkRole.class) != null || engine.isReplica()) {
        return;
      }
      held = new HeldReplies(client);
      client.attach(HeldReplies.class, held);
      client.outlet(held);
    }
    held.begin();
  }

  @Override
  public void ended(Client client) {
    HeldReplies held = client.attachment(HeldReplies.class);
    if (held == null) {
      return;
    }
    long offset = client.writeOffset();
    if (!held.hasWritten(offset)) {
      held.end();
      return;
    }
    long now = engine.now();
    waiting.add(held.hold(offset, now + settings.syncTimeout.value()));
    acks.ask();
    if (!timed) {
      time(settings.syncTimeout.value());
    }
  }

  private void time(long millis) {
    timed = true;
    engine.scheduler().after(millis, this::timeOut);
  }

  private void timeOut() {
    timed = false;
    engine.updateTime();
    check();
    HeldReplies.Held next = waiting.peek();
    if (next != null) {
      time(Math.max(1, next.deadlineMillis - engine.now()));
    }
  }

  /** A replica has acknowledged something, or time has passed: lets go what need not wait. */
  void check() {
    if (waiting.isEmpty()) {
      return;
    }
    long wanted = settings.syncReplicas.value();
    long upTo = wanted == 0 ? Long.MAX_VALUE : replicas.heldBy(wanted);
    boolean lost = engine.isReplica();
    for (HeldReplies.Held next = waiting.peek(); next != null; next = waiting.peek()) {
      if (next.offset <= upTo && !lost) {
        settle(next, HeldReplies.CONFIRMED);
      } else if (lost || next.deadlineMillis <= engine.now()) {
        settle(next, unconfirmed(wanted));
      } else {
        break;
      }
    }
    settled.forEach(HeldReplies::release);
    settled.clear();
  }

  private void settle(HeldReplies.Held which, byte[] instead) {
    waiting.poll();
    which.settle(instead);
    settled.add(which.owner());
  }

  private static byte[] unconfirmed(long wanted) {
    String text =
        "-UNCONFIRMED Applied here, but not acknowledged by " + wanted + " replicas in time\r\n";
    return text.getBytes(ISO_8859_1);
  }
}
