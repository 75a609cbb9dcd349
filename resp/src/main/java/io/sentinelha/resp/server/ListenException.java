package io.sentinelha.resp.server;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The server could not listen on an address. */
public final class ListenException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param host as configured
   * @param reason why not, in the words of the operating system
   */
  ListenException(String host, int port, String reason, @Nullable Throwable cause) {
    super("cannot listen on " + host + " port " + port + ": " + reason, cause);
  }

  /**
   * For a Unix socket.
   *
   * @param reason as above
   */
  ListenException(Path file, String reason, @Nullable Throwable cause) {
    super("cannot listen on Unix socket " + file + ": " + reason, cause);
  }
}
