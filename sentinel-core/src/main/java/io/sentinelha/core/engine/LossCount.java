package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Account.Loss;
import io.sentinelha.core.engine.Account.Loss.Source;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much of the former primary's stream of writes its successor lacks. Both ends are only known
 * from reports: the fork of the streams from the successor's, the length of the former stream from
 * the last report before the end, from another replica, or, if the former primary comes back in the
 * same life, from itself. So what is known is what is lost at least.
 *
 * @param stream names the former primary's stream; empty when it never reported one
 * @param length how far that stream is known to have come
 * @param kept up to where the successor continues it
 * @param isBack whether the former primary has reported again
 */
record LossCount(
    Endpoint former,
    Endpoint successor,
    Optional<String> stream,
    OptionalLong length,
    Source source,
    long knownAt,
    OptionalLong kept,
    boolean isBack) {

  /** What is known at the moment at which a successor is known. */
  static LossCount begin(WatchedPrimary primary, Endpoint successor) {
    DataNode former = primary.node();
    LossCount count =
        new LossCount(
            former.address,
            successor,
            former.history.map(History::id),
            former.history.map(h -> OptionalLong.of(h.offset())).orElse(OptionalLong.empty()),
            former.history.isPresent() ? Source.LAST_REPORT : Source.NOTHING,
            former.infoAt,
            OptionalLong.empty(),
            false);
    for (DataNode replica : primary.replicas()) {
      if (replica.address.equals(successor)) {
        count = count.withFork(replica);
      } else if (count.isOf(replica)) {
        count = count.atLeast(replica, Source.OTHER_REPLICA);
      }
    }
    return count;
  }

  LossCount reported(DataNode node) {
    if (node.address.equals(successor)) {
      return withFork(node);
    }
    if (!node.address.equals(former)) {
      return this;
    }
    // As a replica it has the successor's stream, and its own length is gone.
    boolean speaksOfItself = node.reportedRole == Role.PRIMARY && isOf(node);
    LossCount more = speaksOfItself ? atLeast(node, Source.REPORT_AFTERWARDS) : this;
    return new LossCount(
        former, successor, stream, more.length, more.source, more.knownAt, kept, true);
  }

  private boolean isOf(DataNode node) {
    return stream.isPresent() && node.history.map(History::id).equals(stream);
  }

  private LossCount atLeast(DataNode node, Source from) {
    long offset = node.history.map(History::offset).orElse(0L);
    return length.isPresent() && offset <= length.getAsLong()
        ? this
        : new LossCount(
            former, successor, stream, OptionalLong.of(offset), from, node.infoAt, kept, isBack);
  }

  private LossCount withFork(DataNode node) {
    Optional<History> history =
        node.history.filter(h -> stream.filter(s -> s.equals(h.previousId())).isPresent());
    if (kept.isPresent() || history.isEmpty()) {
      return this;
    }
    // The first byte of the new stream is the one behind the last of the old.
    OptionalLong fork = OptionalLong.of(Math.max(0, history.get().forkedAt() - 1));
    return new LossCount(former, successor, stream, length, source, knownAt, fork, isBack);
  }

  Loss loss() {
    OptionalLong bytes =
        length.isPresent() && kept.isPresent()
            ? OptionalLong.of(Math.max(0, length.getAsLong() - kept.getAsLong()))
            : OptionalLong.empty();
    return new Loss(length, source, knownAt, kept, bytes);
  }
}
