package io.sentinelha.core.command;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.QuorumCheck;
import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.core.engine.SupervisorView.NodeView;
import io.sentinelha.core.engine.SupervisorView.PrimaryView;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The subcommands of SENTINEL that only look. Each answers from the last published view. */
final class Inspection {

  static final String NO_SUCH_PRIMARY = "ERR No such master with that name";
  private static final int NAME = 2;

  private final Supplier<SupervisorView> view;
  private final LongSupplier clock;

  /**
   * @param clock the clock of the view's moments, in milliseconds
   */
  Inspection(Supplier<SupervisorView> view, LongSupplier clock) {
    this.view = view;
    this.clock = clock;
  }

  void addressByName(Connection client, Request request, RespWriter reply) {
    PrimaryView primary = view.get().primaries().get(request.text(NAME));
    if (primary == null) {
      reply.nullArray();
      return;
    }
    Endpoint address = primary.address();
    reply.array(2).bulk(address.host()).bulk(Integer.toString(address.port()));
  }

  void primaries(Connection client, Request request, RespWriter reply) {
    Collection<PrimaryView> all = view.get().primaries().values();
    long now = clock.getAsLong();
    reply.array(all.size());
    all.forEach(primary -> InstanceFields.write(reply, primary, now));
  }

  void primary(Connection client, Request request, RespWriter reply) {
    PrimaryView primary = find(request, reply);
    if (primary != null) {
      InstanceFields.write(reply, primary, clock.getAsLong());
    }
  }

  void replicas(Connection client, Request request, RespWriter reply) {
    PrimaryView primary = find(request, reply);
    if (primary != null) {
      long now = clock.getAsLong();
      List<NodeView> shown = primary.replicas().stream().filter(NodeView::announced).toList();
      reply.array(shown.size());
      shown.forEach(replica -> InstanceFields.write(reply, primary, replica, now));
    }
  }

  void peers(Connection client, Request request, RespWriter reply) {
    PrimaryView primary = find(request, reply);
    if (primary != null) {
      long now = clock.getAsLong();
      reply.array(primary.peers().size());
      primary.peers().forEach(peer -> InstanceFields.write(reply, primary, peer, now));
    }
  }

  void checkQuorum(Connection client, Request request, RespWriter reply) {
    PrimaryView primary = find(request, reply);
    if (primary == null) {
      return;
    }
    QuorumCheck check = primary.checkQuorum();
    if (check.isPassed()) {
      reply.simple(check.text());
    } else {
      reply.error(check.text());
    }
  }

  void myId(Connection client, Request request, RespWriter reply) {
    reply.bulk(view.get().myId());
  }

  /** Scripts are not supported, so none waits. */
  void pendingScripts(Connection client, Request request, RespWriter reply) {
    reply.array(0);
  }

  void infoCache(Connection client, Request request, RespWriter reply) {
    Map<String, PrimaryView> known = view.get().primaries();
    List<PrimaryView> wanted = new ArrayList<>();
    for (int i = NAME; i < request.argc(); i++) {
      PrimaryView primary = known.get(request.text(i));
      if (primary != null && !wanted.contains(primary)) {
        wanted.add(primary);
      }
    }
    reply.array(2 * wanted.size());
    for (PrimaryView primary : wanted) {
      reply.bulk(primary.name()).array(1 + primary.replicas().size());
      cached(reply, primary.node());
      primary.replicas().forEach(replica -> cached(reply, replica));
    }
  }

  private void cached(RespWriter reply, NodeView node) {
    reply.array(2);
    if (node.infoAt() < 0) {
      reply.integer(0).nullBulk();
    } else {
      reply.integer(clock.getAsLong() - node.infoAt()).bulk(node.infoText());
    }
  }

  private @Nullable PrimaryView find(Request request, RespWriter reply) {
    PrimaryView primary = view.get().primaries().get(request.text(NAME));
    if (primary == null) {
      reply.error(NO_SUCH_PRIMARY);
    }
    return primary;
  }
}
