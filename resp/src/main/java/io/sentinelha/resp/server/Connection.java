package io.sentinelha.resp.server;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Protocol;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection, as handlers see it.
 *
 * <p>What tells something may be called by any thread; what changes something only by a handler
 * that runs for this connection, except {@link #kill} and {@link #attach}.
 */
public final class Connection {

  private final CommandServer server;
  private final Session session;
  private final long id;
  private final int descriptor;
  private final boolean unix;
  private final String remote;
  private final String local;
  private final SocketAddress remoteAddress;
  private final SocketAddress localAddress;
  private final long createdNanos = System.nanoTime();

  private volatile Protocol protocol = Protocol.RESP2;
  private volatile User user;
  private volatile boolean authenticated;
  private volatile String name = "";
  private volatile String libraryName = "";
  private volatile String libraryVersion = "";
  private volatile int database;
  private volatile ReplyMode replyMode = ReplyMode.ON;
  private volatile Tracking tracking = Tracking.OFF;
  private volatile boolean noEvict;
  private volatile @Nullable Object attachment;

  Connection(CommandServer server, Session session, Channel channel) {
    this.server = server;
    this.session = session;
    this.id = server.clients().nextId();
    this.descriptor = channel instanceof UnixChannel unix ? unix.fd().intValue() : -1;
    this.localAddress = channel.localAddress();
    // At a Unix socket only the server's end has a name, and Redis tells that for both.
    this.unix = Addresses.isUnix(localAddress);
    this.remoteAddress = unix ? localAddress : channel.remoteAddress();
    this.remote = Addresses.format(remoteAddress);
    this.local = Addresses.format(localAddress);
    this.user = server.users().defaultUser();
    this.authenticated = user.needsNoPassword();
  }

  public CommandServer server() {
    return server;
  }

  /** Positive; later connections have higher ids. */
  public long id() {
    return id;
  }

  public SocketAddress remoteAddress() {
    return remoteAddress;
  }

  public SocketAddress localAddress() {
    return localAddress;
  }

  /** Whether it came through a Unix socket. */
  public boolean isUnix() {
    return unix;
  }

  /** The client's address as {@code host:port}. */
  public String remote() {
    return remote;
  }

  /** The server's address on this connection as {@code host:port}. */
  public String local() {
    return local;
  }

  public Protocol protocol() {
    return protocol;
  }

  /** From the next reply on; what was published before goes out in the old protocol. */
  public void speak(Protocol version) {
    deliverAll();
    protocol = version;
    session.output().writer().protocol(version);
  }

  /** Who the client is; the default user before it has said anything. */
  public User user() {
    return user;
  }

  /** Whether the client must authenticate before it may run anything else. */
  public boolean mustAuthenticate() {
    return !authenticated && !server.users().defaultUser().needsNoPassword();
  }

  /** The client proved to be this user. */
  public void authenticateAs(User who) {
    user = who;
    authenticated = true;
  }

  /** The client is what it was at the beginning: the default user, without having proved it. */
  public void deauthenticate() {
    user = server.users().defaultUser();
    authenticated = user.needsNoPassword();
  }

  /** What CLIENT SETNAME said; empty at first. */
  public String name() {
    return name;
  }

  public void rename(String newName) {
    name = newName;
  }

  /** What CLIENT SETINFO LIB-NAME said; empty at first. */
  public String libraryName() {
    return libraryName;
  }

  public void libraryName(String said) {
    libraryName = said;
  }

  /** What CLIENT SETINFO LIB-VER said; empty at first. */
  public String libraryVersion() {
    return libraryVersion;
  }

  public void libraryVersion(String said) {
    libraryVersion = said;
  }

  /** The number that SELECT chose; 0 at first. */
  public int database() {
    return database;
  }

  public void select(int number) {
    database = number;
  }

  public ReplyMode replyMode() {
    return replyMode;
  }

  /** From the running request on. */
  public void replyMode(ReplyMode mode) {
    replyMode = mode;
  }

  public Tracking tracking() {
    return tracking;
  }

  public void track(Tracking how) {
    tracking = how;
  }

  /** Whether CLIENT NO-EVICT is on. */
  public boolean isNoEvict() {
    return noEvict;
  }

  public void noEvict(boolean on) {
    noEvict = on;
  }

  /** What the owner of the server keeps with the connection; null at first. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** May be called by any thread. */
  public void attach(@Nullable Object what) {
    attachment = what;
  }

  /** Begins to receive what is published on the channel. */
  public void subscribe(Bytes channel) {
    session.delivery().subscriptions().addChannel(channel);
  }

  /** What was published before is on its way when this returns; nothing comes after. */
  public void unsubscribe(Bytes channel) {
    if (isSubscriber()) {
      session.delivery().subscriptions().removeChannel(channel);
      deliverAll();
    }
  }

  /** Begins to receive what is published on channels that match. */
  public void subscribePattern(Bytes pattern) {
    session.delivery().subscriptions().addPattern(pattern);
  }

  /** As {@link #unsubscribe}. */
  public void unsubscribePattern(Bytes pattern) {
    if (isSubscriber()) {
      session.delivery().subscriptions().removePattern(pattern);
      deliverAll();
    }
  }

  /** In the order of subscription. To be called by a handler of this connection. */
  public List<Bytes> channels() {
    return isSubscriber() ? session.delivery().subscriptions().channels() : List.of();
  }

  /** In the order of subscription. To be called by a handler of this connection. */
  public List<Bytes> patterns() {
    return isSubscriber() ? session.delivery().subscriptions().patterns() : List.of();
  }

  public int channelCount() {
    Subscriptions subscriptions = session.delivery().subscriptionsIfAny();
    return subscriptions == null ? 0 : subscriptions.channelCount();
  }

  public int patternCount() {
    Subscriptions subscriptions = session.delivery().subscriptionsIfAny();
    return subscriptions == null ? 0 : subscriptions.patternCount();
  }

  /** Whether it has any subscription. */
  public boolean isSubscriber() {
    return channelCount() + patternCount() > 0;
  }

  /**
   * The running request is answered later. The handler writes nothing and returns; until the answer
   * is given, the connection runs no other request.
   *
   * @throws IllegalStateException if no handler is running, or it has called this before
   */
  public Deferred defer() {
    return session.runner().defer(session);
  }

  /** What the running handler writes is no reply but a message, heard in every reply mode. */
  public void push() {
    session.runner().keepOutput();
  }

  /** After the running request no other is run; the connection ends when its output was sent. */
  public void closeAfterReply() {
    session.closeAfterReply();
  }

  /**
   * Cuts the connection off; what was not sent is lost. Returns at once and may be called by any
   * thread; the connection is out of the registry when it returns.
   *
   * @param reason for the log
   * @return whether it was still in the registry
   */
  public boolean kill(String reason) {
    boolean removed = server.clients().remove(this);
    if (removed) {
      session.onLoop(() -> session.close(reason));
    }
    return removed;
  }

  /** How long it has existed. */
  public long ageSeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - createdNanos);
  }

  /** How long it has not said anything. */
  public long idleSeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - session.activity().lastHeardNanos());
  }

  private void deliverAll() {
    if (session.delivery().all()) {
      push();
    }
  }

  long createdNanos() {
    return createdNanos;
  }

  /** The socket's number; -1 where it has none that Java knows. */
  int descriptor() {
    return descriptor;
  }

  Session session() {
    return session;
  }

  @Override
  public String toString() {
    return "id=" + id + " addr=" + remote;
  }
}
