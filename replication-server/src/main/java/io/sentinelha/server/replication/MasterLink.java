package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.LinkRole;
import io.sentinelha.server.persist.SideLoad;
import io.sentinelha.server.replication.MasterLinkOwner.Loss;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a master, from the first byte to the last: handshake, perhaps a dump, then the
 * stream. What it means for the data is decided by its {@link MasterLinkOwner}.
 */
final class MasterLink implements Dialer.Receiver, Handshake.Partner, Reception.Listener {

  private static final Logger log = LoggerFactory.getLogger(MasterLink.class);

  /** A line that has begun must end within this time. */
  private static final long LINE_MILLIS = 5000;

  private final Engine engine;
  private final ReplicationStream stream;
  private final History history;
  private final MasterLinkOwner owner;
  private final LinkOutput output = new LinkOutput();
  private final LineBuffer line = new LineBuffer();
  private final Handshake handshake;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private LinkStage stage = LinkStage.CONNECTING;
  private @Nullable MasterWire wire;
  private @Nullable Reception reception;
  private @Nullable Client client;
  private @Nullable Applier applier;
  private String dumpId = "";
  private long dumpOffset;

  /** Whether the master knows what PSYNC is, and thus acknowledgements. */
  private boolean isOld;

  private long lastReadMillis;
  private long upMillis;

  /**
   * A link; {@link #open} follows.
   *
   * @param id of what we can go on from; {@code ?} for nothing
   * @param handsOver whether the other one is to become the master
   */
  MasterLink(
      Engine engine,
      History history,
      ReplicationStream stream,
      MasterLinkOwner owner,
      String id,
      boolean handsOver) {
    this.engine = engine;
    this.history = history;
    this.stream = stream;
    this.owner = owner;
    this.lastReadMillis = engine.now();
    long from = id.equals("?") ? -1 : history.offset() + 1;
    this.handshake = new Handshake(this, output, id, from, handsOver);
  }

  void open(MasterWire connection) {
    wire = connection;
    output.to(connection);
  }

  LinkStage stage() {
    return stage;
  }

  boolean isUp() {
    return stage == LinkStage.STREAM;
  }

  long lastReadMillis() {
    return lastReadMillis;
  }

  /** Since when the stream flows. */
  long upMillis() {
    return upMillis;
  }

  /** The dump that is arriving, or being loaded. */
  @Nullable IncomingDump dump() {
    Reception running = reception;
    return running == null ? null : running.dump();
  }

  /** Bytes of the stream that have arrived and do not count yet. */
  long pending() {
    Applier running = applier;
    return running == null ? 0 : running.pending();
  }

  /** The database that the stream is in. */
  int database() {
    Client running = client;
    return running == null ? 0 : running.db().index();
  }

  /** Whether the master knows nothing of histories. */
  boolean isOld() {
    return isOld;
  }

  String dumpId() {
    return dumpId;
  }

  long dumpOffset() {
    return dumpOffset;
  }

  // --- Bytes ---

  @Override
  public void connected() {
    if (stage == LinkStage.CONNECTING) {
      log.info("Non blocking connect for SYNC fired the event.");
      stage = LinkStage.HANDSHAKE;
      lastReadMillis = engine.now();
      handshake.begin();
    }
  }

  @Override
  public void received(byte[] bytes, int from, int to) {
    lastReadMillis = engine.now();
    int at = from;
    while (at < to && stage != LinkStage.OVER) {
      switch (stage) {
        case HANDSHAKE, ANNOUNCEMENT -> at = lineFrom(bytes, at, to);
        case TRANSFER -> at = transferred(bytes, at, to);
        case STREAM -> {
          streamed(bytes, at, to);
          return;
        }
        default -> {
          held.write(bytes, at, to - at); // Beyond the dump; reading has been stopped.
          return;
        }
      }
    }
  }

  private int lineFrom(byte[] bytes, int from, int to) {
    int at = line.take(bytes, from, to, engine.now());
    String text = line.complete();
    if (text != null) {
      take(text);
    } else if (line.isTooLong()) {
      lose(Loss.UNUSABLE, "the master sends a line without end");
    }
    return at;
  }

  private void take(String text) {
    if (stage == LinkStage.HANDSHAKE) {
      handshake.line(text);
      return;
    }
    if (text.isEmpty()) {
      return; // It is still preparing the dump.
    }
    IncomingDump announced = IncomingDump.announced(text);
    if (announced == null) {
      String what =
          text.startsWith("-") ? "MASTER aborted replication" : "Bad protocol from MASTER";
      lose(Loss.BROKEN, what + ": '" + Handshake.shown(text) + "'");
      return;
    }
    log.info(
        "MASTER <-> REPLICA sync: receiving {} from master",
        announced.hasMark() ? "streamed RDB" : announced.size() + " bytes");
    stage = LinkStage.TRANSFER;
    reception = new Reception(engine, announced, owner::load, this);
    if (announced.isComplete()) {
      beginLoading();
      reception.arrived();
    }
  }

  private int transferred(byte[] bytes, int from, int to) {
    Reception running = reception;
    if (running == null) {
      throw new IllegalStateException("no dump was announced");
    }
    int at = running.take(bytes, from, to);
    if (stage == LinkStage.TRANSFER && running.dump().isComplete()) {
      beginLoading();
      running.arrived();
    }
    return at;
  }

  private void beginLoading() {
    log.info("MASTER <-> REPLICA sync: Loading DB in memory, beside the data that are served");
    stage = LinkStage.LOADING;
  }

  @Override
  public void reading(boolean on) {
    MasterWire to = wire;
    if (to != null) {
      to.reading(on);
    }
  }

  @Override
  public void complete(SideLoad load) {
    String refusal = owner.install(this, load);
    if (refusal == null) {
      reception = null;
      flow(load.streamDatabase());
    } else {
      load.cancel();
      lose(Loss.UNUSABLE, refusal);
    }
  }

  @Override
  public void unusable(String why) {
    lose(Loss.UNUSABLE, why);
  }

  private void streamed(byte[] bytes, int from, int to) {
    Applier running = applier;
    if (running == null) {
      throw new IllegalStateException("the stream flows to nobody");
    }
    String problem = running.receive(bytes, from, to);
    if (problem != null) {
      lose(Loss.UNUSABLE, problem);
    }
  }

  /** The stream flows from here on. */
  private void flow(int database) {
    MasterWire to = wire;
    if (to == null) {
      throw new IllegalStateException("no connection");
    }
    Client master = engine.clients().open(to);
    master.authenticate(true, "default");
    master.replyMode(Client.ReplyMode.OFF);
    master.attach(LinkRole.class, LinkRole.MASTER);
    master.select(engine.databases().get(database));
    client = master;
    applier = new Applier(engine, stream, master, this::acknowledge);
    stage = LinkStage.STREAM;
    upMillis = engine.now();
    lastReadMillis = engine.now();
    owner.up(this);
    acknowledge();
    reading(true);
    byte[] early = held.toByteArray();
    held.reset();
    if (early.length > 0 && stage == LinkStage.STREAM) {
      streamed(early, 0, early.length);
    }
  }

  // --- Time ---

  /** Every now and then, several times a second. */
  void tick(long timeoutMillis) {
    Reception running = reception;
    long silence = engine.now() - lastReadMillis;
    if (stage == LinkStage.LOADING || (running != null && running.waits())) {
      lastReadMillis = engine.now();
    } else if (silence > timeoutMillis) {
      lose(Loss.BROKEN, stage.timeoutText());
    } else if (line.age(engine.now()) > LINE_MILLIS) {
      lose(Loss.BROKEN, "Timeout in the middle of a line from MASTER");
    }
  }

  /** Once a second. */
  void everySecond() {
    if (stage == LinkStage.STREAM) {
      acknowledge();
    } else if (stage == LinkStage.LOADING) {
      output.raw("\n");
    }
  }

  /** Tells the master how far we are. */
  void acknowledge() {
    if (!isOld) {
      output.send("REPLCONF", "ACK", Long.toString(history.offset()));
    }
  }

  // --- The end ---

  @Override
  public void closed(String reason) {
    IncomingDump half = stage == LinkStage.TRANSFER ? dump() : null;
    lose(
        Loss.BROKEN,
        half == null
            ? reason
            : "the master went away after " + half.read() + " bytes of its dump: " + reason);
  }

  /** Ends it because we want to. */
  void end() {
    lose(Loss.ENDED, "ended by us");
  }

  private void lose(Loss loss, String why) {
    if (stage == LinkStage.OVER) {
      return;
    }
    Applier running = applier;
    if (running != null) {
      running.end();
    }
    Reception half = reception;
    if (half != null) {
      half.cancel(why);
    }
    owner.lost(this, loss, why);
    stage = LinkStage.OVER;
    held.reset();
    MasterWire to = wire;
    if (to != null) {
      to.close();
    }
    Client gone = client;
    if (gone != null) {
      engine.clients().close(gone);
    }
  }

  // --- What the handshake needs ---

  @Override
  public void introduce(Handshake talk) {
    log.info("Master replied to PING, replication can continue...");
    owner.introduce(talk);
  }

  @Override
  public void full(String id, long offset) {
    log.info("Full resync from master: {}:{}", id, offset);
    dumpId = id;
    dumpOffset = offset;
    stage = LinkStage.ANNOUNCEMENT;
  }

  @Override
  public void partial(@Nullable String id) {
    flow(owner.goOn(id));
  }

  @Override
  public void old() {
    log.info("Master does not understand PSYNC; asking with SYNC");
    isOld = true;
    dumpId = engine.newId();
    dumpOffset = 0;
    stage = LinkStage.ANNOUNCEMENT;
  }

  @Override
  public void later(String why) {
    lose(Loss.NOT_NOW, why);
  }

  @Override
  public void rejected(String why) {
    lose(Loss.REJECTED, why);
  }

  @Override
  public void failed(String why) {
    lose(Loss.BROKEN, why);
  }
}
