package io.sentinelha.resp.server;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Starts servers on free ports of loopback, and clients for them; ends both. */
abstract class ServerTest {

  private final List<AutoCloseable> open = new ArrayList<>();
  final TestCommands commands = new TestCommands();
  final Watcher watcher = new Watcher();

  CommandServer start(ServerConfig config, Users users) throws ListenException {
    CommandServer server =
        CommandServer.builder(commands.table())
            .config(config)
            .users(users)
            .observer(watcher)
            .build();
    open.add(server);
    server.listen(List.of("127.0.0.1"), 0);
    return server;
  }

  CommandServer start(ServerConfig config) throws ListenException {
    return start(config, Users.open());
  }

  CommandServer start() throws ListenException {
    return start(ServerConfig.DEFAULT);
  }

  TestClient client(CommandServer server) {
    return closing(TestClient.of(server));
  }

  <T extends AutoCloseable> T closing(T resource) {
    open.add(resource);
    return resource;
  }

  @AfterEach
  final void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }
}
