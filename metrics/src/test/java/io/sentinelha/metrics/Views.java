package io.sentinelha.metrics;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.LinkView;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.engine.Role;
import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.core.engine.SupervisorView.NodeView;
import io.sentinelha.core.engine.SupervisorView.PeerView;
import io.sentinelha.core.engine.SupervisorView.PrimaryView;
import io.sentinelha.quorum.Epoch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Views made by hand. */
final class Views {

  static final String ID = "0123456789012345678901234567890123456789";

  private Views() {}

  static SupervisorView of(PrimaryView... primaries) {
    Map<String, PrimaryView> byName = new LinkedHashMap<>();
    for (PrimaryView primary : primaries) {
      byName.put(primary.name(), primary);
    }
    return new SupervisorView(
        ID, new Epoch(9), DurableState.Identity.DEFAULT, -1, false, Map.of(), 0, byName);
  }

  /** Up since ever, with two replicas and two peers; one of each is down and not connected. */
  static PrimaryView primary(String name, boolean down) {
    return new PrimaryView(
        name,
        new Endpoint("127.0.0.1", 6379),
        node(6379, Role.PRIMARY, down ? 5_000 : -1),
        new Epoch(7),
        PrimarySettings.defaults(2)
            .withDownAfterMillis(5_000)
            .withFailoverTimeoutMillis(60_000)
            .withParallelSyncs(3),
        -1,
        down ? "wait_start" : "none",
        false,
        down,
        1,
        List.of(node(6380, Role.REPLICA, -1), node(6381, Role.REPLICA, 5_000)),
        List.of(peer(26380, -1), peer(26381, 5_000)));
  }

  private static NodeView node(int port, Role role, long downSince) {
    return new NodeView(
        new Endpoint("127.0.0.1", port),
        role == Role.PRIMARY,
        ID,
        link(downSince < 0),
        downSince,
        false,
        false,
        false,
        Optional.empty(),
        9_000,
        "",
        role,
        0,
        0,
        true,
        Optional.empty(),
        100,
        4711,
        true,
        -1,
        Optional.empty());
  }

  private static PeerView peer(int port, long downSince) {
    return new PeerView(
        ID,
        new Endpoint("127.0.0.1", port),
        link(downSince < 0),
        1,
        downSince,
        false,
        9_000,
        Optional.empty(),
        Epoch.ZERO);
  }

  private static LinkView link(boolean connected) {
    return new LinkView(connected, 0, 0, -1, 8_500, 8_500);
  }
}
