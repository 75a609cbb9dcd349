package io.sentinelha.core.runtime;

import io.netty.channel.IoEventLoopGroup;
import io.sentinelha.core.command.InfoText;
import io.sentinelha.core.command.SentinelCommands;
import io.sentinelha.core.config.DefaultUser;
import io.sentinelha.core.config.SentinelConfig;
import io.sentinelha.core.config.ServerSettings;
import io.sentinelha.resp.Limits;
import io.sentinelha.resp.command.ConnectionCommands;
import io.sentinelha.resp.command.ServerIdentity;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.CommandServer;
import io.sentinelha.resp.server.CommandTable;
import io.sentinelha.resp.server.OutputLimit;
import io.sentinelha.resp.server.Password;
import io.sentinelha.resp.server.RejectReason;
import io.sentinelha.resp.server.ServerConfig;
import io.sentinelha.resp.server.ServerObserver;
import io.sentinelha.resp.server.Users;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes the command server of a supervisor from its configuration. */
final class Listener {

  // Whatever is said to a supervisor is short; a stranger gets no more room than that.
  private static final int LONGEST_ARGUMENT = 1 << 20;
  private static final int LONGEST_REQUEST = 4 << 20;
  private static final int MOST_ARGUMENTS = 1 << 16;

  private Listener() {}

  static CommandServer build(
      SentinelConfig config,
      SentinelCommands commands,
      IoEventLoopGroup group,
      SupervisorObserver observer) {
    ServerSettings.Clients clients = config.server().clients();
    return CommandServer.builder(table(commands, clients))
        .config(serverConfig(clients))
        .users(users(config.defaultUser()))
        .backlog(config.server().listen().backlog())
        .aclLogLength(clients.aclLogLength())
        .observer(forward(observer))
        .eventLoops(group)
        .build();
  }

  /** Listens where the configuration says. */
  static void open(CommandServer server, ServerSettings settings) throws IOException {
    ServerSettings.Listen listen = settings.listen();
    if (listen.isNowhere()) {
      throw new IOException(ServerSettings.Listen.NOWHERE);
    }
    if (listen.isTcp()) {
      server.listen(listen.bind(), listen.port());
    }
    if (listen.unixSocket().isPresent()) {
      Path file = settings.daemon().directory().resolve(listen.unixSocket().get());
      server.listenUnix(file, listen.unixSocketMode());
    }
  }

  private static CommandTable table(SentinelCommands commands, ServerSettings.Clients clients) {
    ServerIdentity identity =
        new ServerIdentity("redis", InfoText.COMPATIBLE_VERSION, "sentinel", Optional.empty());
    List<Command> all = new ArrayList<>(ConnectionCommands.all(() -> identity));
    all.addAll(commands.all());
    CommandTable table = CommandTable.of(all);
    for (Map.Entry<String, String> renamed : clients.renamedCommands().entrySet()) {
      String from = renamed.getKey().toLowerCase(Locale.ROOT);
      // A data server's commands may be renamed in a shared file; they do not exist here.
      if (table.find(from).isPresent()) {
        table = table.renamed(from, renamed.getValue());
      }
    }
    return table;
  }

  private static ServerConfig serverConfig(ServerSettings.Clients clients) {
    return ServerConfig.DEFAULT
        .withLimits(
            Limits.DEFAULT
                .withBytes(LONGEST_ARGUMENT, LONGEST_REQUEST)
                .withArguments(MOST_ARGUMENTS))
        .withMaxClients((int) Math.min(Integer.MAX_VALUE, clients.most()))
        .withTimeouts(clients.idleTimeout(), Duration.ZERO, clients.keepalive())
        .withOutput(
            limit(clients, ServerSettings.ClientClass.NORMAL),
            limit(clients, ServerSettings.ClientClass.PUBSUB),
            ServerConfig.DEFAULT.outputPause())
        .withProtectedMode(clients.protectedMode());
  }

  private static OutputLimit limit(
      ServerSettings.Clients clients, ServerSettings.ClientClass type) {
    ServerSettings.OutputLimit limit = clients.outputLimits().get(type);
    return limit == null
        ? OutputLimit.NONE
        : new OutputLimit(limit.hardBytes(), limit.softBytes(), limit.softTime());
  }

  private static Users users(DefaultUser user) {
    if (user.needsNoPassword()) {
      return Users.open();
    }
    return Users.requiring(
        user.passwordHashes().stream().map(Password::ofHash).toArray(Password[]::new));
  }

  private static ServerObserver forward(SupervisorObserver observer) {
    return new ServerObserver() {
      @Override
      public void onRejected(RejectReason reason) {
        observer.onRejected(reason.name().toLowerCase(Locale.ROOT));
      }

      @Override
      public void onCommand(Command command, long nanos, boolean failed) {
        observer.onCommand(command.fullName(), nanos, failed);
      }
    };
  }
}
