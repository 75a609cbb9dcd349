package io.sentinelha.cli;

import io.sentinelha.core.config.ConfigFile;
import io.sentinelha.core.config.SentinelConfig;
import io.sentinelha.core.config.ServerSettings;
import io.sentinelha.core.recorder.Recorder;
import io.sentinelha.core.runtime.Supervisor;
import io.sentinelha.metrics.HttpEndpoint;
import io.sentinelha.metrics.SupervisorMetrics;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** A supervisor with what belongs to it in a process of its own: metrics, pid file, systemd. */
final class Daemon implements AutoCloseable {

  private final Supervisor supervisor;
  private final SupervisorMetrics metrics;
  private final Optional<HttpEndpoint> http;
  private final PidFile pidFile;
  private final ServiceManager manager;

  private Daemon(
      Supervisor supervisor,
      SupervisorMetrics metrics,
      Optional<HttpEndpoint> http,
      PidFile pidFile,
      ServiceManager manager) {
    this.supervisor = supervisor;
    this.metrics = metrics;
    this.http = http;
    this.pidFile = pidFile;
    this.manager = manager;
  }

  /**
   * Starts everything.
   *
   * @param recording what to record, if anything
   * @param end called when a client orders the end
   */
  static Daemon start(ConfigFile file, Optional<Recorder.Settings> recording, Runnable end) {
    SentinelConfig config = file.config();
    SupervisorMetrics metrics = new SupervisorMetrics();
    try {
      Supervisor supervisor = Supervisor.start(file, metrics, new ThisProcess(end), recording);
      metrics.watch(supervisor::view, supervisor::now, Version.text());
      return new Daemon(
          supervisor,
          metrics,
          endpoint(config.server().metrics(), supervisor, metrics),
          PidFile.write(config.server().daemon()),
          ServiceManager.of(config.server().daemon().supervised()));
    } catch (IOException e) {
      throw new Refusal(Refusal.FAILED, "*** Cannot start *** " + e.getMessage());
    }
  }

  private static Optional<HttpEndpoint> endpoint(
      ServerSettings.Metrics settings, Supervisor supervisor, SupervisorMetrics metrics)
      throws IOException {
    if (settings.port() == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          HttpEndpoint.open(settings.bind(), settings.port(), metrics, () -> health(supervisor)));
    } catch (IOException e) {
      supervisor.close();
      throw e;
    }
  }

  private static HttpEndpoint.Health health(Supervisor supervisor) {
    return supervisor.isAlive()
        ? new HttpEndpoint.Health(true, "ok\n")
        : new HttpEndpoint.Health(false, "the engine does not get its turn\n");
  }

  private record ThisProcess(Runnable end) implements Supervisor.Owner {
    @Override
    public String version() {
      return Version.text();
    }

    @Override
    public void shutDown() {
      end.run();
    }

    @Override
    public IntConsumer exit() {
      // Not System.exit: that waits for the very threads that may be in the way.
      return Runtime.getRuntime()::halt;
    }

    @Override
    public Consumer<ServerSettings.LogLevel> logLevel() {
      return Logging::level;
    }
  }

  void announceReady() {
    manager.ready("watching " + supervisor.view().primaries().size() + " masters");
  }

  void announceStopping() {
    manager.stopping();
  }

  @Override
  public void close() {
    pidFile.close();
    http.ifPresent(HttpEndpoint::close);
    supervisor.close();
    metrics.close();
  }
}
