package io.sentinelha.core.config;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.DurableState.Primary;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.quorum.Epoch;
import java.util.List;

/** Saves without end, and says each epoch once it is durable. To be killed at any moment. */
final class SaveHammer {

  private SaveHammer() {}

  public static void main(String[] arguments) throws ConfigException {
    ConfigFile file = ConfigFile.open(ConfigSource.of(arguments[0]), () -> Home.ID);
    DurableState state = file.config().state();
    while (true) {
      Epoch next = state.currentEpoch().next();
      List<Primary> primaries = state.primaries().stream().map(p -> turned(p, next)).toList();
      state = new DurableState(state.myId(), next, state.identity(), primaries);
      if (!file.save(state).isSaved()) {
        System.exit(1);
      }
      System.out.println(next);
    }
  }

  private static Primary turned(Primary primary, Epoch epoch) {
    Endpoint moved = new Endpoint(primary.address().host(), (int) (epoch.value() % 65536));
    return new Primary(
        primary.name(),
        moved,
        epoch,
        epoch,
        primary.settings(),
        primary.replicas(),
        primary.peers());
  }
}
