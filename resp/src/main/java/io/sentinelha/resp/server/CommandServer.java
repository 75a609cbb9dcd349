package io.sentinelha.resp.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of commands. It listens where it is told, and serves every connection on the event loop
 * that the connection was given.
 *
 * <p>Safe for all threads.
 */
public final class CommandServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CommandServer.class);

  /** Redis' default of tcp-backlog. */
  private static final int DEFAULT_BACKLOG = 511;

  private static final int READ_BYTES = 64 << 10;
  private static final int READS_PER_TURN = 4;
  private static final long CLOSE_MILLIS = 300;
  private static final long HTTP_WARNING_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final IoEventLoopGroup group;
  private final boolean ownsGroup;
  private final CommandTable commands;
  private final Users users;
  private final ServerObserver observer;
  private final int backlog;
  private final Dispatcher dispatcher;
  private final AclLog aclLog;
  private final Broker broker = new Broker();
  private final Clients clients = new Clients();
  private final ServerStats stats = new ServerStats();
  private final Pause pause = new Pause();
  private final List<Channel> listeners = new CopyOnWriteArrayList<>();
  private final List<UnixListener> unixListeners = new CopyOnWriteArrayList<>();
  private final Future<?> sweeping;
  private final AtomicLong lastHttpWarningNanos =
      new AtomicLong(System.nanoTime() - HTTP_WARNING_NANOS);
  private volatile ServerConfig config;
  private volatile boolean closed;

  private CommandServer(Builder from) {
    ownsGroup = from.group == null;
    group = from.group == null ? EventLoops.create(1, "resp") : from.group;
    commands = from.commands;
    users = from.users;
    observer = from.observer;
    config = from.config;
    backlog = from.backlog;
    aclLog = new AclLog(from.aclLogLength);
    dispatcher = new Dispatcher(commands, aclLog);
    long period = Sweeper.PERIOD.toMillis();
    sweeping =
        group
            .next()
            .scheduleWithFixedDelay(new Sweeper(this), period, period, TimeUnit.MILLISECONDS);
  }

  /** Begins to describe a server that serves these commands. */
  public static Builder builder(CommandTable commands) {
    return new Builder(commands);
  }

  /** How a server is put together. Whatever is not said is as {@link ServerConfig#DEFAULT}. */
  public static final class Builder {
    private final CommandTable commands;
    private ServerConfig config = ServerConfig.DEFAULT;
    private Users users = Users.open();
    private ServerObserver observer = ServerObserver.NONE;
    private int backlog = DEFAULT_BACKLOG;
    private long aclLogLength = AclLog.DEFAULT_CAPACITY;
    private @Nullable IoEventLoopGroup group;

    private Builder(CommandTable commands) {
      this.commands = commands;
    }

    public Builder config(ServerConfig how) {
      config = how;
      return this;
    }

    /** By default nobody needs a password. */
    public Builder users(Users who) {
      users = who;
      return this;
    }

    public Builder observer(ServerObserver watcher) {
      observer = watcher;
      return this;
    }

    /** Connections that the kernel may hold before they are accepted; not negative. */
    public Builder backlog(int most) {
      backlog = most;
      return this;
    }

    /** Refusals that are remembered; not negative. */
    public Builder aclLogLength(long most) {
      aclLogLength = most;
      return this;
    }

    /** Threads that the owner shuts down himself; by default the server has one of its own. */
    public Builder eventLoops(IoEventLoopGroup shared) {
      group = shared;
      return this;
    }

    public CommandServer build() {
      return new CommandServer(this);
    }
  }

  /**
   * Accepts connections on these addresses; may be called more than once. Not on an event loop.
   *
   * @param bind each an address or a host name; {@code *} for all of IPv4, {@code ::*} for all of
   *     IPv6; behind a {@code -} it is ignored if the machine does not have it
   * @param port 0 for one that the machine chooses, the same for all addresses
   * @throws ListenException if one of them cannot be had; none is listened on then
   */
  public void listen(List<String> bind, int port) throws ListenException {
    listen(bind, port, null);
  }

  /** As {@link #listen(List, int)}, for connections over TLS if there is a context. */
  public void listen(List<String> bind, int port, @Nullable SslContext tls) throws ListenException {
    requireOpen();
    ServerConfig now = config;
    ServerBootstrap bootstrap =
        bootstrap(now, tls)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true);
    keepAlive(bootstrap, now);
    List<Channel> open = Listeners.open(group, bootstrap, bind, port);
    listeners.addAll(open);
    for (Channel channel : open) {
      log.atInfo()
          .addKeyValue("address", Addresses.format(channel.localAddress()))
          .addKeyValue("tls", tls != null)
          .log("listening");
    }
  }

  /**
   * Accepts connections of programs on the same machine; not on an event loop. The file is removed
   * when the server is closed.
   *
   * @param file absolute, so that the client list tells the whole path; a socket that is there is
   *     replaced
   * @param mode permission bits from 0 to 0777; 0 leaves the choice to the umask
   * @throws ListenException if that is not possible
   */
  public void listenUnix(Path file, int mode) throws ListenException {
    requireOpen();
    unixListeners.add(UnixListener.open(group, bootstrap(config, null), file, mode));
    log.atInfo().addKeyValue("address", file).log("listening");
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the server is closed");
    }
  }

  private ServerBootstrap bootstrap(ServerConfig now, @Nullable SslContext tls) {
    return new ServerBootstrap()
        .group(group)
        .option(ChannelOption.SO_BACKLOG, backlog)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(512, 2048, READ_BYTES)
                .maxMessagesPerRead(READS_PER_TURN))
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(Math.max(1, now.outputPause() / 4), now.outputPause()))
        .childHandler(new Initializer(tls));
  }

  /** Where it listens for TCP, in the order of {@link #listen}. */
  public List<InetSocketAddress> addresses() {
    List<InetSocketAddress> all = new ArrayList<>();
    listeners.forEach(channel -> all.add((InetSocketAddress) channel.localAddress()));
    return all;
  }

  public ServerConfig config() {
    return config;
  }

  /**
   * Changes how clients are treated. Limits of requests count for connections that are made from
   * now on; {@code tcpKeepAlive} and {@code outputPause} for listeners that are opened from now on.
   */
  public void reconfigure(ServerConfig how) {
    config = how;
  }

  public CommandTable commands() {
    return commands;
  }

  public Users users() {
    return users;
  }

  public Broker broker() {
    return broker;
  }

  public Clients clients() {
    return clients;
  }

  public ServerStats stats() {
    return stats;
  }

  public Pause pause() {
    return pause;
  }

  public AclLog aclLog() {
    return aclLog;
  }

  /**
   * Stops accepting, sends what was answered, and ends all connections; takes no longer than about
   * {@value #CLOSE_MILLIS} ms. Not to be called on an event loop.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    sweeping.cancel(false);
    listeners.forEach(channel -> channel.close().awaitUninterruptibly(CLOSE_MILLIS));
    unixListeners.forEach(listener -> listener.close(CLOSE_MILLIS));
    List<Connection> open = List.copyOf(clients.all());
    open.forEach(client -> client.session().onLoop(client.session()::closeSoon));
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
    for (Connection client : open) {
      long left = Math.max(0, deadline - System.nanoTime());
      if (!client
          .session()
          .channel()
          .closeFuture()
          .awaitUninterruptibly(left, TimeUnit.NANOSECONDS)) {
        client.kill("server closed");
      }
    }
    if (ownsGroup) {
      group.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  ServerObserver observer() {
    return observer;
  }

  /**
   * Takes a new connection into the registry.
   *
   * @return what to tell the client instead, before it is sent away; null if it may stay
   */
  @Nullable String admit(Connection connection) {
    ServerConfig now = config;
    if (now.protectedMode()
        && users.defaultUser().needsNoPassword()
        && !Addresses.isLocal(connection.remoteAddress())) {
      return reject(RejectReason.PROTECTED_MODE);
    }
    if (closed) {
      return "";
    }
    if (!clients.admit(connection, now.maxClients())) {
      return reject(RejectReason.MAX_CLIENTS);
    }
    stats.connections.increment();
    observer.onOpened(connection);
    return null;
  }

  /** At most once a minute, as in Redis: whoever causes it could fill the disk. */
  void warnOfHttp(Connection connection) {
    long last = lastHttpWarningNanos.get();
    long now = System.nanoTime();
    if (now - last >= HTTP_WARNING_NANOS && lastHttpWarningNanos.compareAndSet(last, now)) {
      log.atWarn()
          .addKeyValue("client", connection)
          .log("HTTP on the Redis port: connection closed; possibly a cross-protocol attack");
    }
  }

  private String reject(RejectReason reason) {
    stats.rejected.increment();
    observer.onRejected(reason);
    return switch (reason) {
      case MAX_CLIENTS -> "-ERR max number of clients reached\r\n";
      case PROTECTED_MODE ->
          "-DENIED protected mode is on and no password is set: only clients of the same machine"
              + " are served. Set requirepass, or protected-mode no if the network is trusted.\r\n";
    };
  }

  private void keepAlive(ServerBootstrap bootstrap, ServerConfig now) {
    int seconds = (int) Math.min(now.tcpKeepAlive().toSeconds(), Short.MAX_VALUE);
    bootstrap.childOption(ChannelOption.SO_KEEPALIVE, seconds > 0);
    if (seconds > 0 && EventLoops.usesEpoll(group)) {
      // As Redis: the first probe after this time, then three in the same time again.
      bootstrap.childOption(EpollChannelOption.TCP_KEEPIDLE, seconds);
      bootstrap.childOption(EpollChannelOption.TCP_KEEPINTVL, Math.max(1, seconds / 3));
      bootstrap.childOption(EpollChannelOption.TCP_KEEPCNT, 3);
    }
  }

  private final class Initializer extends ChannelInitializer<Channel> {
    private final @Nullable SslContext tls;

    Initializer(@Nullable SslContext tls) {
      this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (tls != null) {
        channel.pipeline().addLast(tls.newHandler(channel.alloc()));
      }
      channel.pipeline().addLast(new ConnectionHandler(new Session(CommandServer.this, channel)));
    }
  }
}
