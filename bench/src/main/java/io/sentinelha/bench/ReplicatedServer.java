package io.sentinelha.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A master and replicas of the same kind, linked. */
final class ReplicatedServer implements AutoCloseable {

  private final List<ServerProcess> servers = new ArrayList<>();

  /** To each, the master first. */
  private final List<ReplicationLink> links = new ArrayList<>();

  private ReplicatedServer() {}

  /** Starts all of them and waits until every replica is linked. */
  static ReplicatedServer start(ServerKind kind, int replicas, Path folder) throws IOException {
    ReplicatedServer all = new ReplicatedServer();
    try {
      all.add(kind, folder, "master");
      for (int i = 1; i <= replicas; i++) {
        all.add(kind, folder, "replica" + i);
      }
      for (ReplicationLink replica : all.replicas()) {
        replica.follow(all.port());
      }
      all.replicas().forEach(ReplicationLink::awaitUp);
      return all;
    } catch (IOException | RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private void add(ServerKind kind, Path folder, String role) throws IOException {
    ServerProcess server = kind.start(folder, role);
    servers.add(server);
    links.add(new ReplicationLink(server.port));
  }

  private List<ReplicationLink> replicas() {
    return links.subList(1, links.size());
  }

  /** The master's. */
  int port() {
    return servers.get(0).port;
  }

  /** The first replica's. */
  int replicaPort() {
    return servers.get(1).port;
  }

  /** Sends a command to the master, which must not refuse it. */
  void atMaster(String... words) throws IOException {
    String reply = links.get(0).call(words);
    if (!reply.equals("OK")) {
      throw new IOException("the master refuses " + String.join(" ", words));
    }
  }

  long fullSyncs() throws IOException {
    return links.get(0).fullSyncs();
  }

  /** Waits until the replicas have everything that the master has now. */
  void awaitReplicas() throws IOException {
    long offset = links.get(0).offset();
    replicas().forEach(replica -> replica.awaitOffset(offset));
  }

  @Override
  public void close() {
    links.forEach(ReplicationLink::close);
    servers.forEach(ServerProcess::close);
  }
}
