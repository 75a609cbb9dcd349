package io.sentinelha.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.util.concurrent.Future;
import io.sentinelha.resp.server.EventLoops;
import io.sentinelha.resp.server.ListenException;
import io.sentinelha.resp.server.Listeners;
import io.sentinelha.resp.server.UnixListener;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.LinkRole;
import io.sentinelha.server.engine.LookAhead;
import io.sentinelha.server.engine.Scheduler;
import io.sentinelha.server.replication.Dialer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listeners and the loop that owns the data. A turn of the loop: whatever has arrived is read and
 * run, then the families do what must be done before replies leave, then all replies leave.
 *
 * @see "docs/adr/0020"
 */
public final class NetServer {

  private static final Logger log = LoggerFactory.getLogger(NetServer.class);

  /** The most that one read brings. */
  static final int INBOX = 64 << 10;

  private static final int CRON_MILLIS = 100;
  private static final int READS_PER_TURN = 4;

  private final IoEventLoopGroup group;
  private final EventLoop loop;
  private final Engine engine;
  private final ServerSettings settings;
  private final List<Channel> listeners = new ArrayList<>();
  private final List<Channel> tlsListeners = new ArrayList<>();
  private final List<UnixListener> unixListeners = new ArrayList<>();
  private final Map<Client, Connection> connections = new LinkedHashMap<>();
  private final ArrayDeque<Connection> awake = new ArrayDeque<>();
  private final ArrayDeque<Connection> resumed = new ArrayDeque<>();
  private final LookAhead lookAhead = new LookAhead();
  private byte[] inbox = new byte[INBOX];
  private boolean turnEnds;

  /**
   * A server on a loop.
   *
   * @param group of one thread, which is the one that the engine belongs to
   */
  public NetServer(IoEventLoopGroup group, Engine engine, ServerSettings settings) {
    this.group = group;
    this.loop = group.next();
    this.engine = engine;
    this.settings = settings;
  }

  /** Runs tasks on the loop of a group of one thread. */
  public static Scheduler scheduler(IoEventLoopGroup group) {
    return (millis, task) -> {
      Future<?> future = group.next().schedule(task, millis, TimeUnit.MILLISECONDS);
      return () -> future.cancel(false);
    };
  }

  /** Listens where the settings say; not on the loop. */
  @SuppressWarnings("FutureReturnValueIgnored") // The timer ends with the loop.
  public void listen() throws ListenException {
    loop.scheduleAtFixedRate(this::cron, CRON_MILLIS, CRON_MILLIS, TimeUnit.MILLISECONDS);
    String file = settings.unixSocket.value();
    if (!file.isEmpty()) {
      int mode = Integer.parseInt(settings.unixMode.value(), 8);
      unixListeners.add(
          UnixListener.open(group, bootstrap(false), Path.of(file).toAbsolutePath(), mode));
    }
    if (settings.port.value() != 0) {
      listen((int) settings.port.value());
    }
    if (settings.tls.port.value() != 0) {
      tlsListeners.addAll(listen((int) settings.tls.port.value(), true));
    }
  }

  /** Listens on a port, whatever the settings say; 0 for one that the machine chooses. */
  public void listen(int port) throws ListenException {
    listeners.addAll(listen(port, false));
  }

  private List<Channel> listen(int port, boolean tls) throws ListenException {
    List<String> bind = List.of(settings.bind.value().trim().split(" +"));
    ServerBootstrap bootstrap =
        bootstrap(tls)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true);
    return Listeners.open(group, bootstrap, bind, port);
  }

  /** The port of TCP; 0 if there is none. */
  public int port() {
    return listeners.isEmpty()
        ? 0
        : ((InetSocketAddress) listeners.get(0).localAddress()).getPort();
  }

  private ServerBootstrap bootstrap(boolean tls) {
    return new ServerBootstrap()
        .group(group)
        .option(ChannelOption.SO_BACKLOG, (int) settings.backlog.value())
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(1024, 16 << 10, INBOX)
                .maxMessagesPerRead(READS_PER_TURN))
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1 << 20, 4 << 20))
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                keepAlive(channel);
                if (tls) {
                  channel.pipeline().addLast(settings.tls.context().newHandler(channel.alloc()));
                }
                channel.pipeline().addLast(new Connection(NetServer.this, channel));
              }
            });
  }

  /** What connects to masters. */
  public Dialer dialer(Executor helper) {
    return new MasterDialer(group, this, helper);
  }

  /** Sees to it that a connection whose other end is gone ends some time. */
  void keepAlive(Channel channel) {
    int seconds = (int) Math.min(settings.keepAlive.value(), Short.MAX_VALUE);
    if (seconds == 0 || Names.isUnix(channel.localAddress())) {
      return;
    }
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    if (EventLoops.usesEpoll(group)) {
      // As Redis: the first probe after this time, then three in the same time again.
      channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, seconds);
      channel.config().setOption(EpollChannelOption.TCP_KEEPINTVL, Math.max(1, seconds / 3));
      channel.config().setOption(EpollChannelOption.TCP_KEEPCNT, 3);
    }
  }

  // --- What connections need ---

  Engine engine() {
    return engine;
  }

  ServerSettings settings() {
    return settings;
  }

  LookAhead lookAhead() {
    return lookAhead;
  }

  byte[] inbox(int length) {
    if (inbox.length < length) {
      inbox = new byte[length];
    }
    return inbox;
  }

  /** Why a new connection is not served; null if it is. */
  @Nullable String refusal(Channel channel) {
    if (engine.clients().count() >= settings.maxClients.value()) {
      return "-ERR max number of clients reached\r\n";
    }
    if (settings.protectedMode.value() && engine.access().isOpen() && !Names.isLocal(channel)) {
      return "-DENIED protected mode is on and no password is set: only clients of the same machine"
          + " are served. Set requirepass, or protected-mode no if the network is trusted.\r\n";
    }
    return null;
  }

  void opened(Client client, Connection connection) {
    connections.put(client, connection);
  }

  void closed(Client client) {
    connections.remove(client);
  }

  void wake(Connection connection) {
    awake.add(connection);
    endTurnSoon();
  }

  void resume(Connection connection) {
    resumed.add(connection);
    endTurnSoon();
  }

  /** Closes a connection, not at once: it may be in the middle of something. */
  void end(Connection connection) {
    loop.execute(connection::close);
  }

  /** Something was done that must not wait for long. */
  void endTurnSoon() {
    if (!turnEnds) {
      turnEnds = true;
      loop.execute(this::endTurn);
    }
  }

  private void endTurn() {
    turnEnds = false;
    for (Connection next = resumed.poll(); next != null; next = resumed.poll()) {
      next.resumed();
    }
    engine.endTurn();
    for (Connection next = awake.poll(); next != null; next = awake.poll()) {
      next.flush();
    }
  }

  private void cron() {
    try {
      engine.cron();
      long idle = 1000 * settings.timeout.value();
      for (Connection connection : List.copyOf(connections.values())) {
        connection.checkLimit();
      }
      if (idle > 0) {
        connections.forEach((client, connection) -> closeIfIdle(client, connection, idle));
      }
    } catch (RuntimeException e) {
      log.error("the timer failed", e);
    }
  }

  private void closeIfIdle(Client client, Connection connection, long idle) {
    if (engine.now() - client.lastMillis() > idle
        && !client.isBlocked()
        && !client.isPaused()
        && client.subscriptions() == 0
        && !client.isMonitor()
        && client.attachment(LinkRole.class) == null) {
      end(connection);
    }
  }

  /** Accepts nothing more and closes all connections, after what is pending has left. */
  public void close() {
    listeners.forEach(channel -> channel.close().awaitUninterruptibly());
    tlsListeners.forEach(channel -> channel.close().awaitUninterruptibly());
    unixListeners.forEach(listener -> listener.close(1000));
    loop.submit(
            () -> {
              endTurn();
              List.copyOf(connections.values()).forEach(Connection::close);
            })
        .awaitUninterruptibly();
  }
}
