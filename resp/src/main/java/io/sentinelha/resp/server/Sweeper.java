package io.sentinelha.resp.server;

import java.time.Duration;

/** Looks at all connections a few times per second for those that have outstayed their welcome. */
final class Sweeper implements Runnable {

  static final Duration PERIOD = Duration.ofMillis(250);

  private final CommandServer server;

  Sweeper(CommandServer server) {
    this.server = server;
  }

  @Override
  public void run() {
    ServerConfig config = server.config();
    long now = System.nanoTime();
    for (Connection client : server.clients().all()) {
      client.session().activity().sweep(client.session().output().unsent());
      if (isOver(config.idleTimeout(), client.session().activity().lastHeardNanos(), now)
          && !client.isSubscriber()
          && !client.session().runner().isWaiting()) {
        client.kill("idle");
      } else if (isOver(config.authTimeout(), client.createdNanos(), now)
          && client.mustAuthenticate()) {
        client.kill("not authenticated in time");
      } else if (client.session().delivery().isSoft()) {
        client.session().onLoop(client.session().delivery()::checkOutput);
      }
    }
  }

  private static boolean isOver(Duration patience, long since, long now) {
    return !patience.isZero() && now - since > patience.toNanos();
  }
}
