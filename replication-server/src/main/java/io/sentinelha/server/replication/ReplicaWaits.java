package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Executor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** WAIT, and writes that are refused because too few replicas are there to take them. */
final class ReplicaWaits {

  private static final CommandError TOO_FEW =
      CommandError.of("NOREPLICAS Not enough good replicas to write.");

  private final Engine engine;
  private final ReplicationSettings settings;
  private final Replicas replicas;
  private final Acknowledgements acks;
  private final Set<Client> waiting = new LinkedHashSet<>();

  ReplicaWaits(
      Engine engine, ReplicationSettings settings, Replicas replicas, Acknowledgements acks) {
    this.engine = engine;
    this.settings = settings;
    this.replicas = replicas;
    this.acks = acks;
    engine.clients().onClose(waiting::remove);
  }

  void waitForReplicas(Call call) {
    if (engine.isReplica()) {
      throw CommandError.of(
          "ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if"
              + " a replica is configured to be writable (which is not the default) writes to"
              + " replicas are just local and are not propagated.");
    }
    long wanted = call.args().number(1);
    CommandError refusal = CommandError.of("ERR timeout is not an integer or out of range");
    long millis = call.args().number(2, refusal);
    if (millis < 0) {
      throw CommandError.of("ERR timeout is negative");
    }
    Client client = call.client();
    long offset = client.writeOffset();
    int having = replicas.having(offset);
    if (having >= wanted || !call.mayWait()) {
      waiting.remove(client);
      call.reply().integer(having);
      return;
    }
    if (waiting.add(client)) {
      acks.ask();
    }
    call.block(
        List.of(),
        null,
        false,
        millis,
        reply -> {
          waiting.remove(client);
          reply.integer(replicas.having(offset));
        });
  }

  /** A replica has acknowledged something. */
  void check() {
    if (!waiting.isEmpty()) {
      for (Client client : List.copyOf(waiting)) {
        if (client.isBlocked()) {
          engine.blocking().wake(client);
        } else {
          waiting.remove(client);
        }
      }
    }
  }

  /** A guard: are there enough replicas that keep up? */
  @Nullable CommandError mayWrite(Client client, Command command) {
    long least = settings.minReplicas.value();
    if (least == 0
        || settings.maxLag.value() == 0
        || engine.isReplica()
        || !Executor.writes(client, command)) {
      return null;
    }
    return replicas.good() < least ? TOO_FEW : null;
  }
}
