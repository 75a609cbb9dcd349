package io.sentinelha.it.contract;

import io.sentinelha.bench.Group;
import io.sentinelha.bench.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A redis-sentinel and a supervisor of ours in one group: they watch the same primary with the same
 * two replicas, and each other. So the situation of the two is the same.
 */
final class Twins implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final Group group;
  final Side real;
  final Side ours;

  private Twins(Group group, Path folder) throws IOException {
    this.group = group;
    this.real = side("redis", folder, 0);
    this.ours = side("ours", folder, 1);
  }

  static Twins start(Path folder) throws IOException {
    Group group = Side.group(folder, List.of(Side.REDIS, Side.OURS));
    try {
      Twins twins = new Twins(group, folder);
      twins.real.forbidTilt();
      twins.ours.forbidTilt();
      return twins;
    } catch (IOException | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  private Side side(String kind, Path folder, int index) throws IOException {
    ServerProcess me = group.supervisors().get(index);
    ServerProcess peer = group.supervisors().get(1 - index);
    Masking masking =
        new Masking()
            .with(Side.idOf(me), "my id")
            .with(Side.idOf(peer), "the peer's id")
            .with(Integer.toString(me.port), "my port")
            .with(Integer.toString(peer.port), "the peer's port")
            .with(folder.resolve("supervisor" + index).toString(), "my folder");
    return new Side(kind, me, masking);
  }

  /** Waits until both are connected with everybody, so that their flags are the same. */
  void awaitHealthy() {
    group.awaitHealthy(PATIENCE_MILLIS);
  }

  /** Replies to one request on connections of their own: that of redis-sentinel, then ours. */
  List<String> answers(String step) throws IOException {
    try (Wire their = real.open();
        Wire our = ours.open()) {
      return List.of(real.ask(their, step), ours.ask(our, step));
    }
  }

  @Override
  public void close() {
    group.close();
  }
}
