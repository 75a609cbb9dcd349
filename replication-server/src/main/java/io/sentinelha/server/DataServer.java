package io.sentinelha.server;

import io.netty.channel.IoEventLoopGroup;
import io.sentinelha.resp.server.EventLoops;
import io.sentinelha.resp.server.ListenException;
import io.sentinelha.server.command.Families;
import io.sentinelha.server.config.ConfigException;
import io.sentinelha.server.config.ServerConfig;
import io.sentinelha.server.engine.Clock;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.EndStep;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.net.NetServer;
import io.sentinelha.server.net.ServerSettings;
import io.sentinelha.server.persist.HelperThread;
import io.sentinelha.server.persist.Persistence;
import io.sentinelha.server.replication.Replication;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server. */
public final class DataServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DataServer.class);

  private final IoEventLoopGroup group;
  private final NetServer net;
  private final Engine engine;
  private final Replication replication;
  private final Persistence persistence;
  private final List<HelperThread> helpers;

  private DataServer(
      IoEventLoopGroup group,
      NetServer net,
      Engine engine,
      Replication replication,
      Persistence persistence,
      List<HelperThread> helpers) {
    this.helpers = helpers;
    this.replication = replication;
    this.persistence = persistence;
    this.group = group;
    this.net = net;
    this.engine = engine;
  }

  /**
   * Starts a server.
   *
   * @param end told the exit status when a client has ordered the end; called on the server's
   *     thread, so it must not wait
   */
  public static DataServer start(ServerConfig config, IntConsumer end)
      throws ConfigException, ListenException {
    return start(config, end, level -> {});
  }

  /**
   * Starts a server, as {@link #start(ServerConfig, IntConsumer)}.
   *
   * @param onLogLevel told the level that the configuration or a client sets
   */
  public static DataServer start(ServerConfig config, IntConsumer end, Consumer<String> onLogLevel)
      throws ConfigException, ListenException {
    IoEventLoopGroup group = EventLoops.create(1, "data");
    HelperThread snapshots = new HelperThread("snapshot", true);
    HelperThread syncs = new HelperThread("sync", false);
    HelperThread transfers = new HelperThread("transfer", true);
    HelperThread names = new HelperThread("names", false);
    List<HelperThread> helpers = List.of(snapshots, syncs, transfers, names);
    try {
      ServerSettings sockets = new ServerSettings();
      List<CommandFamily> families = new ArrayList<>(Families.all());
      families.add(sockets::register);
      families.add(new ProcessSettings(onLogLevel)::register);
      Persistence persistence = new Persistence(snapshots, syncs);
      Replication replication = new Replication(persistence);
      families.add(replication); // First: replicas get a write before a disk is waited for.
      families.add(persistence);
      Engine engine =
          new Engine(Clock.SYSTEM, new SecureRandom(), NetServer.scheduler(group), families);
      engine.observed().machine(new LinuxMachine());
      engine.configFile(config.store());
      config.apply(engine.settings());
      engine.onEnd(end);
      open(engine);
      NetServer net = new NetServer(group, engine, sockets);
      DataServer server = new DataServer(group, net, engine, replication, persistence, helpers);
      boolean mustLoad = open(persistence);
      net.listen();
      engine.port(net.port());
      group.execute(ShortTurns::ask);
      group.execute(() -> replication.connectBy(net.dialer(names), transfers));
      if (mustLoad) {
        group.execute(persistence::load);
      }
      return server;
    } catch (ConfigException | ListenException | RuntimeException e) {
      helpers.forEach(HelperThread::close);
      group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
      throw e;
    }
  }

  private static boolean open(Persistence persistence) throws ConfigException {
    try {
      return persistence.open();
    } catch (IOException e) {
      throw ConfigException.of("the data cannot be loaded: " + e);
    }
  }

  private static void open(Engine engine) throws ConfigException {
    try {
      engine.open();
    } catch (IllegalArgumentException e) {
      throw ConfigException.of(String.valueOf(e.getMessage()));
    }
  }

  /** Listens on a port that the machine chooses, too; returns it. */
  public int listen() throws ListenException {
    net.listen(0);
    return net.port();
  }

  /** The port of TCP; 0 if it listens on none. */
  public int port() {
    return net.port();
  }

  /** Ends the server as SHUTDOWN does; it may refuse, and logs why. Any thread may call it. */
  public void requestEnd() {
    if (group.isShuttingDown()) {
      return;
    }
    group.execute(
        () -> {
          CommandError refusal = engine.end(EndStep.Wish.PLAIN);
          if (refusal != null) {
            log.warn("the server does not end: {}", refusal.text());
          }
        });
  }

  @Override
  public void close() {
    net.close();
    group.submit(replication::close).awaitUninterruptibly();
    group.submit(persistence::close).awaitUninterruptibly();
    helpers.forEach(HelperThread::close);
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
