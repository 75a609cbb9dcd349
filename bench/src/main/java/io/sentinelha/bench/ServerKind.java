package io.sentinelha.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A kind of data server that is measured.
 *
 * @param name how it is called in what is printed
 * @param program its command line without directives
 */
record ServerKind(String name, List<String> program) {

  /**
   * The bundled server.
   *
   * @param command its command line; a relative program is one of the current folder
   */
  static ServerKind ours(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    String first = words.get(0);
    // The server runs in a folder of its own, so a relative program must be made absolute.
    words.set(0, first.indexOf('/') > 0 ? Path.of(first).toAbsolutePath().toString() : first);
    return new ServerKind("ours", List.copyOf(words));
  }

  static ServerKind redis() {
    return new ServerKind("redis", List.of("redis-server"));
  }

  /**
   * Starts one without data, which saves nothing, and waits until it answers. A replica that comes
   * is served at once, so that no deliberate delay is measured.
   *
   * @param folder for all servers; this one gets a folder in it
   * @param role what it is here for, another for each that runs at the same time
   */
  ServerProcess start(Path folder, String role) throws IOException {
    int port = Ports.free(1).get(0);
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("--port", Integer.toString(port), "--save", ""));
    command.addAll(List.of("--repl-diskless-sync-delay", "0"));
    ServerProcess server =
        ServerProcess.start(command, folder.resolve(name + "-" + role), role, port);
    try {
      Await.ready(port);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }
}
