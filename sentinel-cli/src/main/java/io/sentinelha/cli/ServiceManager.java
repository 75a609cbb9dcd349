package io.sentinelha.cli;

import io.sentinelha.core.config.ServerSettings.Supervision;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the process is doing, by datagrams to the socket that it names in the
 * environment. Silent when it names none.
 */
final class ServiceManager {

  private static final Logger log = LoggerFactory.getLogger("sentinel");
  private static final String VARIABLE = "NOTIFY_SOCKET";

  private final Optional<String> socket;

  private ServiceManager(Optional<String> socket) {
    this.socket = socket;
  }

  static ServiceManager of(Supervision supervised) {
    return of(supervised, System.getenv(VARIABLE));
  }

  /**
   * The manager of this process.
   *
   * @param path its socket; a leading @ stands for the zero byte of a name that is in no file
   *     system; null or empty for none
   */
  static ServiceManager of(Supervision supervised, @Nullable String path) {
    boolean wanted = supervised == Supervision.SYSTEMD || supervised == Supervision.AUTO;
    if (!wanted || path == null || path.isEmpty()) {
      return new ServiceManager(Optional.empty());
    }
    return new ServiceManager(
        Optional.of(path.startsWith("@") ? "\0" + path.substring(1) : path));
  }

  void ready(String status) {
    tell("READY=1\nSTATUS=" + status);
  }

  void stopping() {
    tell("STOPPING=1");
  }

  private void tell(String message) {
    socket.ifPresent(to -> send(to, message));
  }

  private static void send(String to, String message) {
    Optional<Datagrams> datagrams = Datagrams.open();
    if (datagrams.isEmpty()) {
      log.warn("Cannot tell systemd anything: no native transport on this machine");
      return;
    }
    try (Datagrams open = datagrams.get()) {
      open.send(to, message);
    } catch (IOException e) {
      log.warn("Cannot tell systemd anything: {}", e.toString());
    }
  }
}
