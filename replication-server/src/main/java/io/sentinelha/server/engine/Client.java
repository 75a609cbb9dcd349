package io.sentinelha.server.engine;

import io.sentinelha.resp.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One client: what the engine remembers of it between two requests. */
public final class Client {

  /** How a client wants its replies. */
  public enum ReplyMode {
    ON,
    OFF,
    /** The reply to the next command is left out. */
    SKIP_NEXT,
    /** The reply to the command that is running is left out. */
    SKIP
  }

  /** A command of a transaction. */
  record Queued(Command command, Args args) {}

  /** A key that is watched. */
  record Watched(Database db, Bytes key, boolean wasExpired) {}

  private final long id;
  private final Transport transport;
  private final Reply reply;
  private final long createdMillis;
  private final Map<Class<?>, Object> attachments = new LinkedHashMap<>();
  private Database db;
  private String name = "";
  private String user = "default";
  private int protocol = 2;
  private ReplyMode replyMode = ReplyMode.ON;
  private boolean authenticated;
  private boolean monitor;
  private boolean noEvict;
  private boolean closing;
  private boolean unblocked;
  private boolean closed;
  private long writeOffset;
  private @Nullable Feed feed;
  private @Nullable Outlet outlet;
  private @Nullable Command last;
  private @Nullable Command running;
  private long lastMillis;

  @Nullable List<Queued> queue;
  boolean queueBroken;
  boolean watchedChanged;
  final List<Watched> watched = new ArrayList<>();
  @Nullable Wait wait;
  boolean paused;

  final Set<Bytes> channels = new LinkedHashSet<>();
  final Set<Bytes> patterns = new LinkedHashSet<>();
  final Set<Bytes> shardChannels = new LinkedHashSet<>();

  Client(long id, Transport transport, Database db, long nowMillis, Buffers buffers) {
    this.id = id;
    this.transport = transport;
    this.db = db;
    this.reply = new Reply(this::send, buffers);
    this.createdMillis = nowMillis;
    this.lastMillis = nowMillis;
  }

  public long id() {
    return id;
  }

  public Transport transport() {
    return transport;
  }

  public Reply reply() {
    return reply;
  }

  public Database db() {
    return db;
  }

  public void select(Database other) {
    db = other;
  }

  /** Empty if it has none. */
  public String name() {
    return name;
  }

  public void name(String text) {
    name = text;
  }

  /** Whom it has authenticated as. */
  public String user() {
    return user;
  }

  /** Lets it in, or out again. */
  public void authenticate(boolean in, String as) {
    authenticated = in;
    user = as;
  }

  public boolean isAuthenticated() {
    return authenticated;
  }

  /** 2 or 3. */
  public int protocol() {
    return protocol;
  }

  public void protocol(int number) {
    protocol = number;
    reply.protocol(number);
  }

  public ReplyMode replyMode() {
    return replyMode;
  }

  public void replyMode(ReplyMode mode) {
    replyMode = mode;
    reply.mute(mode == ReplyMode.OFF || mode == ReplyMode.SKIP);
  }

  /** A request has had its reply, be it an error: the next one's is skipped, or is not any more. */
  void nextReply() {
    if (replyMode == ReplyMode.SKIP) {
      replyMode(ReplyMode.ON);
    } else if (replyMode == ReplyMode.SKIP_NEXT) {
      replyMode(ReplyMode.SKIP);
    }
  }

  public boolean isMonitor() {
    return monitor;
  }

  public void monitor(boolean on) {
    monitor = on;
  }

  public boolean isNoEvict() {
    return noEvict;
  }

  public void noEvict(boolean on) {
    noEvict = on;
  }

  /** Something of a family's own, one of each class. */
  public <T> @Nullable T attachment(Class<T> kind) {
    return kind.cast(attachments.get(kind));
  }

  /** See {@link #attachment}. */
  public <T> void attach(Class<T> kind, T what) {
    attachments.put(kind, what);
  }

  /** See {@link #attachment}. */
  public void detach(Class<?> kind) {
    attachments.remove(kind);
  }

  public long createdMillis() {
    return createdMillis;
  }

  private void send(byte[] bytes, int from, int length) {
    Outlet between = outlet;
    if (between == null) {
      transport.write(bytes, from, length);
    } else {
      between.write(bytes, from, length);
    }
  }

  /** What stands between it and its transport; null if nothing does. */
  public @Nullable Outlet outlet() {
    return outlet;
  }

  /** See {@link #outlet()}. */
  public void outlet(@Nullable Outlet other) {
    outlet = other;
  }

  /** Bytes of replies that are held back. */
  public long heldBytes() {
    return outlet == null ? 0 : outlet.held();
  }

  /** What it is sent beside replies; null if nothing. */
  public @Nullable Feed feed() {
    return feed;
  }

  /** See {@link #feed()}. */
  public void feed(@Nullable Feed other) {
    feed = other;
  }

  /** Where the stream of replication was after its last write; 0 if it has written nothing. */
  public long writeOffset() {
    return writeOffset;
  }

  /** See {@link #writeOffset()}. */
  public void wroteUpTo(long offset) {
    writeOffset = offset;
  }

  /** When it last sent a request. */
  public long lastMillis() {
    return lastMillis;
  }

  /** The command that it ran last. */
  public @Nullable Command last() {
    return last;
  }

  void runs(Command command) {
    running = command;
  }

  void ran(Command command, long nowMillis) {
    last = command;
    running = null;
    lastMillis = nowMillis;
  }

  /** The command that is running; null between commands. */
  public @Nullable Command running() {
    return running;
  }

  void refused(@Nullable Command command, long nowMillis) {
    last = command;
    lastMillis = nowMillis;
  }

  /** Something of a request has come, be it only a part. */
  public void sent(long nowMillis) {
    lastMillis = nowMillis;
  }

  /** Its connection ends when the reply has left; what it has sent beyond is not run. */
  public void closeAfterReply() {
    closing = true;
    transport.closeAfterReply();
  }

  public boolean isClosing() {
    return closing;
  }

  public boolean isClosed() {
    return closed;
  }

  void closed() {
    closed = true;
  }

  public boolean isBlocked() {
    return wait != null;
  }

  /** Whether a pause keeps its request waiting. */
  public boolean isPaused() {
    return paused;
  }

  /** Whether its next requests must wait: it is blocked, paused or on its way out. */
  public boolean isHeldUp() {
    return wait != null || paused || closing || closed || (outlet != null && outlet.isFull());
  }

  /** Whether nothing is special about it: it may send any command, and each is run as it comes. */
  boolean isPlain() {
    return authenticated && queue == null && feed == null && subscriptions() == 0;
  }

  public boolean isInTransaction() {
    return queue != null;
  }

  /** Commands that wait for EXEC; -1 outside of a transaction. */
  public int queued() {
    return queue == null ? -1 : queue.size();
  }

  /** Makes EXEC fail. */
  public void breakTransaction() {
    queueBroken = queue != null;
  }

  /**
   * A watched key has changed, appeared or gone. One that had expired before it was watched and is
   * removed now was gone for the client already.
   */
  void noteChange(Database db, Bytes key, boolean isGone) {
    for (int i = 0; i < watched.size(); i++) {
      Watched each = watched.get(i);
      if (isGone && each.wasExpired() && each.db() == db && each.key().equals(key)) {
        watched.set(i, new Watched(db, key, false));
        return;
      }
    }
    watchedChanged = true;
  }

  public boolean isWatchedChanged() {
    return watchedChanged;
  }

  public int subscriptions() {
    return channels.size() + patterns.size() + shardChannels.size();
  }

  /** Channels and shard channels. */
  public List<Bytes> listensTo() {
    List<Bytes> all = new ArrayList<>(channels);
    all.addAll(shardChannels);
    return all;
  }

  public List<Bytes> listensToPatterns() {
    return List.copyOf(patterns);
  }

  public int channels() {
    return channels.size();
  }

  public int patterns() {
    return patterns.size();
  }

  public int shardChannels() {
    return shardChannels.size();
  }

  void unblocked(boolean on) {
    unblocked = on;
  }

  /** Whether it was blocked until just now. */
  public boolean isUnblocked() {
    return unblocked;
  }
}
