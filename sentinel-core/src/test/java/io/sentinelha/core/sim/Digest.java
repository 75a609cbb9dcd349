package io.sentinelha.core.sim;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.LinkId;
import io.sentinelha.core.engine.Reply;
import io.sentinelha.core.engine.Request;

/**
 * Events and effects as numbers for the history's hash. Made of their contents by hand: the hash
 * codes of enumerations differ from process to process.
 */
final class Digest {

  private Digest() {}

  static void of(Event event, Journal journal) {
    if (event instanceof Event.Tick) {
      journal.mix(1);
    } else if (event instanceof Event.PingAnswered e) {
      journal.mix(link(2, e.link(), e.attempt()) + e.reply().name().hashCode());
    } else if (event instanceof Event.HelloHeard e) {
      journal.mix(link(3, e.link(), e.attempt()) + e.payload().hashCode());
    } else if (event instanceof Event.HelloAnswered e) {
      journal.mix(link(4, e.link(), e.attempt()));
    } else if (event instanceof Event.HelloTold e) {
      journal.mix(5L + e.payload().hashCode());
    } else if (event instanceof Event.InfoAnswered e) {
      journal.mix(link(6, e.link(), e.attempt()) + e.info().map(Digest::of).orElse(0L));
    } else {
      rarer(event, journal);
    }
  }

  private static long of(io.sentinelha.core.engine.NodeInfo info) {
    return info.linkDownSeconds()
        + 31 * info.replicaOffset().orElse(-1)
        + 961L * info.replicas().size();
  }

  private static void rarer(Event event, Journal journal) {
    if (event instanceof Event.IsDownAnswered e) {
      journal.mix(link(7, e.link(), e.attempt()) + e.leader().hashCode() + e.leaderEpoch());
    } else if (event instanceof Event.IsDownAsked e) {
      journal.mix(8L + e.candidate().hashCode() + 31 * e.epoch());
    } else if (event instanceof Event.ChannelOpened e) {
      journal.mix(link(9, e.link(), e.attempt()) + e.kind().name().hashCode());
    } else if (event instanceof Event.ChannelClosed e) {
      journal.mix(
          link(10, e.link(), e.attempt())
              + e.kind().name().hashCode()
              + 31L * e.cause().name().hashCode());
    } else if (event instanceof Event.Saved e) {
      journal.mix(11 + 31 * e.version());
    } else {
      journal.mix(event.getClass().getSimpleName().hashCode());
    }
  }

  static void of(Effect effect, Journal journal) {
    if (effect instanceof Effect.Send e) {
      journal.mix(link(12, e.link(), e.attempt()) + of(e.request()));
    } else if (effect instanceof Effect.Announce e) {
      journal.mix(13L + e.notice().event().hashCode() + 31L * e.notice().details().hashCode());
    } else if (effect instanceof Effect.Save e) {
      journal.mix(14 + e.version());
      journal.mix(of(e.state()));
    } else if (effect instanceof Effect.Answer e) {
      journal.mix(15 + of(e.reply()));
    } else if (effect instanceof Effect.Open e) {
      journal.mix(link(16, e.link(), e.attempt()) + e.kind().name().hashCode());
    } else if (effect instanceof Effect.Close e) {
      journal.mix(link(17, e.link(), e.attempt()) + e.kind().name().hashCode());
    } else {
      journal.mix(18);
    }
  }

  private static long of(Request request) {
    if (request instanceof Request.Hello hello) {
      return 1L + hello.payload().hashCode();
    }
    if (request instanceof Request.IsDown question) {
      return 2L + question.epoch() * 31 + question.candidate().map(String::hashCode).orElse(0);
    }
    if (request instanceof Request.ChangeRole order) {
      return 3L + order.primary().map(at -> at.host().hashCode() + at.port()).orElse(0);
    }
    return request.getClass().getSimpleName().hashCode();
  }

  private static long of(DurableState state) {
    long sum = state.currentEpoch().value();
    for (DurableState.Primary p : state.primaries()) {
      sum = 31 * sum + p.configEpoch().value();
      sum = 31 * sum + p.leaderEpoch().value();
      sum = 31 * sum + p.address().host().hashCode();
      sum = 31 * sum + p.replicas().size() + 8L * p.peers().size();
    }
    return sum;
  }

  private static long of(Reply reply) {
    return reply instanceof Reply.DownState state
        ? (state.down() ? 1L : 2L) + state.leader().hashCode() + 31 * state.leaderEpoch()
        : 3;
  }

  private static long link(int kind, LinkId link, long attempt) {
    return kind + 64 * (link.value() + 4_096 * attempt);
  }
}
