package io.sentinelha.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.command.Families;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class GuardsTest {

  private final TestEngine server = new TestEngine(Families.all());
  private final Guards guards = server.engine.executor().guards();
  private final List<Guard.Place> asked = new ArrayList<>();
  private final TestClient client = server.client();

  @Test
  void aGuardIsAskedWhileItIsOnAndOnlyThen() {
    Guard.Switch memory = guards.add(Guard.Place.MEMORY, this::memory);
    client.call("GET", "a");
    assertThat(asked).isEmpty();

    memory.set(true);
    client.call("GET", "a");
    assertThat(asked).containsExactly(Guard.Place.MEMORY);

    memory.set(false);
    client.call("GET", "a");
    assertThat(asked).hasSize(1);
  }

  @Test
  void guardsAreAskedInTheirOrderHoweverTheyWereSwitchedOn() {
    Guard.Switch stale = guards.add(Guard.Place.STALE, this::stale);
    Guard.Switch memory = guards.add(Guard.Place.MEMORY, this::memory);
    stale.set(true);
    memory.set(true);

    client.call("GET", "a");

    assertThat(asked).containsExactly(Guard.Place.MEMORY, Guard.Place.STALE);
  }

  @Test
  void guardsAboutTheClientAreAskedOnlyWhereSomethingIsSpecialAboutIt() {
    guards.add(Guard.Place.FEED, this::feed).set(true);
    client.call("GET", "a");
    assertThat(asked).isEmpty();

    client.call("SUBSCRIBE", "news");
    client.call("PING");

    assertThat(asked).containsExactly(Guard.Place.FEED);
  }

  private @Nullable CommandError memory(Client who, Command command, Args args) {
    asked.add(Guard.Place.MEMORY);
    return null;
  }

  private @Nullable CommandError stale(Client who, Command command, Args args) {
    asked.add(Guard.Place.STALE);
    return null;
  }

  private @Nullable CommandError feed(Client who, Command command, Args args) {
    asked.add(Guard.Place.FEED);
    return null;
  }
}
