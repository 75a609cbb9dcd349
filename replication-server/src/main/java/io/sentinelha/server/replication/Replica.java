package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Feed;
import io.sentinelha.server.engine.Transport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that follows us: how far its synchronisation has come, and what it has of our stream.
 */
final class Replica implements Feed {

  private static final Logger log = LoggerFactory.getLogger(Replica.class);

  /** Handed over before the socket is asked again. */
  private static final int PART = 64 << 10;

  /** How far a synchronisation has come. */
  enum State {
    /** Waits for a snapshot to begin. */
    WAITING("wait_bgsave"),
    /** Waits for a snapshot that is being made; one without a known length goes to it meanwhile. */
    SNAPSHOT("wait_bgsave"),
    /** Gets a snapshot from a file. */
    TRANSFER("send_bulk"),
    /** Gets the stream, at the latest after its next acknowledgement. */
    ONLINE("online");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private final Engine engine;
  private final Replicas owner;
  private final Client client;
  private final Announcement announced;

  /** It asked with SYNC: it gets no offset, acknowledges nothing and never times out. */
  private final boolean old;

  private final long sinceMillis;
  private State state = State.WAITING;
  private ReplicationStream.@Nullable Cursor cursor;
  private @Nullable Payload payload;
  private boolean startsOnAck;
  private boolean streaming;
  private long snapshotOffset;
  private long acknowledged;
  private long ackMillis;
  private long handedOver;
  private long lastLeft;
  private long leftMillis;

  Replica(Engine engine, Replicas owner, Client client, Announcement announced, boolean old) {
    this.engine = engine;
    this.owner = owner;
    this.client = client;
    this.announced = announced;
    this.old = old;
    this.sinceMillis = engine.now();
    this.ackMillis = sinceMillis;
    this.leftMillis = sinceMillis;
  }

  Client client() {
    return client;
  }

  Announcement announced() {
    return announced;
  }

  boolean isOld() {
    return old;
  }

  long sinceMillis() {
    return sinceMillis;
  }

  State state() {
    return state;
  }

  boolean isOnline() {
    return state == State.ONLINE;
  }

  /** The offset that its snapshot belongs to. */
  long snapshotOffset() {
    return snapshotOffset;
  }

  /** A cursor where the stream goes on after its snapshot; null if it has none. */
  ReplicationStream.@Nullable Cursor cursorAtSnapshot(ReplicationStream stream) {
    ReplicationStream.Cursor own = cursor;
    return own == null ? null : stream.cursorAt(own);
  }

  String ip() {
    if (!announced.ip.isEmpty()) {
      return announced.ip;
    }
    String remote = client.transport().remote();
    int colon = remote.lastIndexOf(':');
    return colon < 0 ? remote : remote.substring(0, colon);
  }

  int port() {
    return announced.port;
  }

  /** For the log. */
  String name() {
    return ip() + ":" + (port() > 0 ? Integer.toString(port()) : "<unknown-replica-port>");
  }

  // --- Synchronisation ---

  /** A snapshot begins now: what follows it is kept from here on. */
  void beginSnapshot(ReplicationStream.Cursor from, long offset, @Nullable Payload streamed) {
    cursor = from;
    snapshotOffset = offset;
    payload = streamed;
    state = State.SNAPSHOT;
    leftMillis = engine.now();
  }

  /** The snapshot is ready, and goes to it from a file. */
  void beginTransfer(Payload file) {
    payload = file;
    state = State.TRANSFER;
    leftMillis = engine.now();
    owner.pumpSoon();
  }

  /** It needs no snapshot: the stream goes on. */
  void goOn(ReplicationStream.Cursor from) {
    cursor = from;
    state = State.ONLINE;
    streaming = true;
    ackMillis = engine.now();
    owner.pumpSoon();
  }

  private void snapshotSent(Payload sent) {
    sent.close();
    payload = null;
    if (announced.snapshotOnly) {
      log.info("RDB transfer completed, rdb only replica ({}) should be disconnected asap", name());
      client.closeAfterReply();
      return;
    }
    // A replica that looks for the mark behind a snapshot may lose what is glued to it.
    startsOnAck = state == State.SNAPSHOT && !old;
    streaming = !startsOnAck;
    state = State.ONLINE;
    ackMillis = engine.now();
    log.info("Synchronization with replica {} succeeded", name());
    owner.changed();
  }

  /** It says that it has everything up to here. */
  void acknowledge(long offset) {
    ackMillis = engine.now();
    acknowledged = Math.max(acknowledged, offset);
    if (startsOnAck && state == State.ONLINE) {
      startsOnAck = false;
      streaming = true;
      owner.pumpSoon();
    }
    owner.acknowledged();
  }

  long acknowledged() {
    return acknowledged;
  }

  long lagSeconds() {
    return isOnline() ? Math.max(0, engine.now() - ackMillis) / 1000 : 0;
  }

  long lagMillis() {
    return engine.now() - ackMillis;
  }

  // --- Output ---

  /** Sends something that is neither stream nor snapshot; not in the middle of those. */
  void tell(byte[] text) {
    client.transport().write(text, 0, text.length);
  }

  /**
   * Hands over what the transport has room for, at most so much.
   *
   * @return whether there is more that could leave at once
   */
  boolean pump(int most) {
    Transport to = client.transport();
    int left = most;
    try {
      while (left > 0 && to.hasRoom()) {
        int count = next(to, Math.min(PART, left));
        if (count == 0) {
          return false;
        }
        left -= count;
      }
    } catch (IOException e) {
      log.warn(
          "the snapshot for replica {} cannot be read: {}; it is cut off", name(), e.toString());
      close();
      return false;
    }
    return left <= 0 && to.hasRoom();
  }

  private int next(Transport to, int most) throws IOException {
    Payload snapshot = payload;
    int count = 0;
    if (snapshot != null) {
      count = snapshot.send(to, most);
      if (snapshot.isSent()) {
        snapshotSent(snapshot);
      }
    }
    ReplicationStream.Cursor from = cursor;
    if (count == 0 && streaming && from != null) {
      count = from.take(most, to::write);
    }
    handedOver += count;
    engine.stats().replicationBytesOut += count;
    return count;
  }

  /** Whether a snapshot is on its way and nothing of it has left for so long. */
  boolean isStuck(long millis) {
    long unsent = client.transport().outputBytes();
    long gone = handedOver - unsent;
    if (payload == null || unsent == 0 || gone != lastLeft) {
      lastLeft = gone;
      leftMillis = engine.now();
    }
    return engine.now() - leftMillis > millis;
  }

  @Override
  public long pending() {
    long unsent = cursor == null ? 0 : cursor.pending();
    return streaming ? unsent + client.transport().outputBytes() : unsent;
  }

  @Override
  public long allowance() {
    return owner.backlogSize();
  }

  @Override
  public void room() {
    owner.pumpSoon();
  }

  @Override
  public void heartbeat() {
    ackMillis = engine.now();
  }

  /** Cuts it off; it may come back and ask again. */
  void close() {
    client.transport().close();
  }

  /** It is gone: nothing is kept for it. */
  void gone() {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
    if (payload != null) {
      payload.close();
      payload = null;
    }
    streaming = false;
  }
}
