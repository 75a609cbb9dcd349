package io.sentinelha.metrics;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is served under which path. */
final class Pages {

  private static final Logger log = LoggerFactory.getLogger(Pages.class);

  private final SupervisorMetrics metrics;
  private final Supplier<HttpEndpoint.Health> health;

  Pages(SupervisorMetrics metrics, Supplier<HttpEndpoint.Health> health) {
    this.metrics = metrics;
    this.health = health;
  }

  /**
   * The answer to GET and HEAD.
   *
   * @param accept the header of this name; empty if there is none
   */
  Page get(String path, String accept) {
    try {
      return switch (path) {
        case "/metrics" -> {
          String type = SupervisorMetrics.negotiate(accept);
          yield new Page(200, type, metrics.scrape(type));
        }
        case "/healthz" -> {
          HttpEndpoint.Health now = health.get();
          yield Page.text(now.ok() ? 200 : 503, now.text());
        }
        default -> Page.text(404, "not found; here are /metrics and /healthz\n");
      };
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("the HTTP endpoint could not answer");
      return Page.text(500, "internal error\n");
    }
  }
}
