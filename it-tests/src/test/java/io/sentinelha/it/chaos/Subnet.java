package io.sentinelha.it.chaos;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network.Ipam;
import java.util.Random;
import org.testcontainers.containers.Network;

/**
 * A network with addresses that we give: they stay with a container that is killed and started
 * again, and the engine's host reaches them directly.
 *
 * @param prefix the first three numbers
 */
record Subnet(Network network, String prefix) implements AutoCloseable {

  /** Half of what is set aside for tests of networks, so that nothing real is shadowed. */
  private static final String RANGE = "198.18.";

  private static final int SUBNETS = 256;
  private static final int TRIES = 20;

  static Subnet create() {
    Random random = new Random();
    for (int tries = 1; ; tries++) {
      String prefix = RANGE + random.nextInt(SUBNETS);
      try {
        return new Subnet(network(prefix), prefix);
      } catch (DockerException e) {
        if (tries == TRIES) {
          throw e;
        } // Another network has it; the next choice may be free.
      }
    }
  }

  private static Network network(String prefix) {
    Ipam.Config range = new Ipam.Config().withSubnet(prefix + ".0/24").withGateway(prefix + ".1");
    Network network =
        Network.builder()
            .createNetworkCmdModifier(
                command ->
                    command.withLabels(Engine.labels()).withIpam(new Ipam().withConfig(range)))
            .build();
    network.getId(); // It is made when it is first asked for.
    return network;
  }

  String address(int host) {
    return prefix + "." + host;
  }

  @Override
  public void close() {
    network.close();
  }
}
