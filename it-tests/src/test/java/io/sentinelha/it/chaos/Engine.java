package io.sentinelha.it.chaos;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;

/** The Docker engine of this machine. */
final class Engine {

  /** On everything that a test run makes; the value is the process id of the run. */
  private static final String OWNER = "io.sentinelha.it.owner";

  private Engine() {}

  /**
   * A client of the engine.
   *
   * @throws IllegalStateException if none answers, with what to do about it
   */
  static DockerClient client() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException(
          "no Docker engine answers: run bin/ensure-docker as root (bin/test does), and then this"
              + " test again");
    }
    return DockerClientFactory.instance().client();
  }

  /** Labels for what this run makes. */
  static Map<String, String> labels() {
    return Map.of(OWNER, Long.toString(ProcessHandle.current().pid()));
  }

  /** Removes what runs that were killed have left. Those that still work keep theirs. */
  static void removeLeftovers() {
    DockerClient client = client();
    List<String> any = List.of(OWNER);
    for (Container container :
        client.listContainersCmd().withShowAll(true).withLabelFilter(any).exec()) {
      if (isOrphan(container.getLabels())) {
        remove(client, container.getId());
      }
    }
    for (Network network : client.listNetworksCmd().exec()) {
      if (isOrphan(network.getLabels())) {
        client.removeNetworkCmd(network.getId()).exec();
      }
    }
  }

  /** Removes a container in whatever state, with its volumes. */
  static void remove(DockerClient client, String container) {
    try {
      client.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException e) {
      assert !container.isEmpty(); // Somebody else was faster.
    }
  }

  private static boolean isOrphan(Map<String, String> labels) {
    String owner = labels.get(OWNER);
    return owner != null && ProcessHandle.of(Long.parseLong(owner)).isEmpty();
  }
}
