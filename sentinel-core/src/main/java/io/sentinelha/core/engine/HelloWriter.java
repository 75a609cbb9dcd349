package io.sentinelha.core.engine;

import java.util.Optional;

/**
 * Writes hellos about one primary. They say what is on disk, not what is merely known: a
 * configuration that a crash could take back is not told to anybody.
 */
final class HelloWriter {

  private final Context ctx;
  private final long primaryId;
  private final DurableState.Primary saved;

  private HelloWriter(Context ctx, long primaryId, DurableState.Primary saved) {
    this.ctx = ctx;
    this.primaryId = primaryId;
    this.saved = saved;
  }

  /** Empty until the primary itself is on disk. */
  static Optional<HelloWriter> of(Context ctx, WatchedPrimary primary) {
    return ctx.durability
        .savedPrimary(primary.name)
        .map(saved -> new HelloWriter(ctx, primary.id, saved));
  }

  /** A hello for the other end of a link: behind each one our own address may be another. */
  Request.Hello to(Link link) {
    DurableState.Identity me = ctx.identity;
    String host = me.announceIp().isEmpty() ? link.localHost() : me.announceIp();
    int port = me.announcePort() != 0 ? me.announcePort() : ctx.listenPort;
    Hello hello =
        new Hello(
            new Endpoint(host, port),
            ctx.myId,
            ctx.durability.saved().currentEpoch().value(),
            saved.name(),
            saved.address(),
            saved.configEpoch().value());
    return new Request.Hello(primaryId, hello.format());
  }
}
