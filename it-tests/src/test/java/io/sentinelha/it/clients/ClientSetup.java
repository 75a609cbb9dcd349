package io.sentinelha.it.clients;

import io.sentinelha.bench.Group;
import java.util.List;
import java.util.Optional;

/**
 * What a user tells a library.
 *
 * @param name of the primary
 * @param supervisors their ports
 * @param secrets when supervisors and servers ask for passwords
 */
record ClientSetup(
    String name, List<Integer> supervisors, ReadFrom readFrom, Optional<Group.Secrets> secrets) {

  static ClientSetup of(Group group, ReadFrom readFrom) {
    List<Integer> ports = group.supervisors().stream().map(s -> s.port).toList();
    return new ClientSetup(Group.NAME, ports, readFrom, group.secrets());
  }
}
