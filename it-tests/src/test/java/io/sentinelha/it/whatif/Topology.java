package io.sentinelha.it.whatif;

import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import java.io.IOException;
import java.util.function.Predicate;

/** A state that a group of one primary, two replicas and three supervisors is brought into. */
enum Topology {
  WELL("failover") {
    @Override
    void make(Group group) {}
  },
  ONE_PREFERRED("failover") {
    @Override
    void make(Group group) throws IOException {
      tell(second(group), "CONFIG", "SET", "replica-priority", "10");
    }
  },
  ONE_NEVER_TO_BE_PROMOTED("failover") {
    @Override
    void make(Group group) throws IOException {
      tell(first(group), "CONFIG", "SET", "replica-priority", "0");
    }
  },
  NONE_TO_BE_PROMOTED("no-good-replica") {
    @Override
    void make(Group group) throws IOException {
      tell(first(group), "CONFIG", "SET", "replica-priority", "0");
      tell(second(group), "CONFIG", "SET", "replica-priority", "0");
    }
  },
  ONE_REPLICA_DEAD("failover") {
    @Override
    void make(Group group) throws InterruptedException {
      first(group).kill();
    }
  },
  NO_REPLICA_ALIVE("no-good-replica") {
    @Override
    void make(Group group) throws InterruptedException {
      first(group).kill();
      second(group).kill();
    }
  },
  ONE_REPLICA_HANGS("failover") {
    @Override
    void make(Group group) throws IOException, InterruptedException {
      second(group).pause();
    }
  },
  ONE_REPLICA_BEHIND("failover") {
    @Override
    void make(Group group) throws IOException {
      tell(first(group), "REPLICAOF", "127.0.0.1", "1");
      for (int i = 0; i < 100; i++) {
        tell(group.primary(), "SET", "key" + i, "value");
      }
    }
  },
  ONE_SUPERVISOR_DEAD("failover") {
    @Override
    void make(Group group) throws InterruptedException {
      group.supervisors().get(2).kill();
    }
  },
  TWO_SUPERVISORS_DEAD("no-agreement") {
    @Override
    void make(Group group) throws InterruptedException {
      group.supervisors().get(1).kill();
      group.supervisors().get(2).kill();
    }
  };

  private static final int CONNECT_MILLIS = 5_000;

  /** How a failover from this state ends, so that the list is known to hold every kind. */
  final String outcome;

  Topology(String outcome) {
    this.outcome = outcome;
  }

  abstract void make(Group group) throws IOException, InterruptedException;

  private static ServerProcess replica(Group group, int index) {
    Predicate<ServerProcess> isPrimary = s -> s.port == group.primary().port;
    return group.servers().stream().filter(isPrimary.negate()).toList().get(index);
  }

  static ServerProcess first(Group group) {
    return replica(group, 0);
  }

  static ServerProcess second(Group group) {
    return replica(group, 1);
  }

  private static void tell(ServerProcess server, String... words) throws IOException {
    try (RespClient client = new RespClient(server.port, CONNECT_MILLIS)) {
      String answer = RespClient.text(client.call(words));
      if (!answer.equals("OK")) {
        throw new IOException(server.port + " does not obey: " + String.join(" ", words));
      }
    }
  }
}
