package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.persist.Persistence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Full synchronisations: one snapshot for all replicas that wait when it begins. Who comes later
 * waits for the next one, or joins if the snapshot goes to a file and somebody keeps the stream
 * since its cut.
 */
final class FullSyncs {

  private static final Logger log = LoggerFactory.getLogger(FullSyncs.class);
  private static final byte[] NEWLINE = {'\n'};
  private static final long PUMP_MILLIS = 1;

  private final Engine engine;
  private final ReplicationSettings settings;
  private final Persistence persistence;
  private final History history;
  private final ReplicationStream stream;
  private final OwnStream own;
  private final Replicas replicas;

  /** At most one of them is there: the snapshot that is being made. */
  private @Nullable StreamedSnapshot streamed;

  private @Nullable FiledSnapshot filed;

  private long files;

  FullSyncs(
      Engine engine,
      ReplicationSettings settings,
      Persistence persistence,
      History history,
      ReplicationStream stream,
      OwnStream own,
      Replicas replicas) {
    this.engine = engine;
    this.settings = settings;
    this.persistence = persistence;
    this.history = history;
    this.stream = stream;
    this.own = own;
    this.replicas = replicas;
    replicas.onChange(this::giveUpIfUseless);
  }

  /** Whether a snapshot is being made for replicas. */
  boolean isActive() {
    return streamed != null || filed != null;
  }

  /** A replica needs everything. */
  void queue(Replica replica) {
    if (filed != null && join(replica)) {
      return;
    }
    if (isActive()) {
      log.info(
          "Replica {} came too late for the snapshot that is being made, and waits for the next",
          replica.name());
    } else if (settings.diskless.value()
        && replica.announced().takesStreamedSnapshot
        && settings.disklessDelay.value() > 0) {
      log.info("Delay next BGSAVE for diskless SYNC");
      beginIfDue();
    } else {
      beginIfDue();
    }
  }

  /** It gets the same snapshot, and the stream since its cut, which somebody else keeps. */
  private boolean join(Replica late) {
    for (Replica other : replicas.all()) {
      if (other.state() != Replica.State.SNAPSHOT) {
        continue;
      }
      ReplicationStream.Cursor from = other.cursorAtSnapshot(stream);
      if (from != null) {
        log.info("Waiting for end of BGSAVE for SYNC: replica {}", late.name());
        accept(late, from, other.snapshotOffset(), null);
        return true;
      }
    }
    return false;
  }

  // --- The beginning ---

  /** Once a second, and when one has come: begins if those that wait have waited long enough. */
  void beginIfDue() {
    List<Replica> waiting = waiting();
    if (waiting.isEmpty() || isActive() || !persistence.maySnapshot()) {
      return;
    }
    boolean streams = streams(waiting);
    long most = settings.disklessMost.value();
    long since = waiting.stream().mapToLong(Replica::sinceMillis).min().orElse(0);
    boolean due =
        !streams
            || (most > 0 && waiting.size() >= most)
            || engine.now() - since >= 1000 * settings.disklessDelay.value();
    if (due) {
      begin(waiting, streams);
    }
  }

  private List<Replica> waiting() {
    return replicas.all().stream()
        .filter(replica -> replica.state() == Replica.State.WAITING)
        .toList();
  }

  private boolean streams(List<Replica> waiting) {
    return settings.diskless.value()
        && waiting.stream().allMatch(replica -> replica.announced().takesStreamedSnapshot);
  }

  private void begin(List<Replica> waiting, boolean streams) {
    log.info(
        "Starting BGSAVE for SYNC with target: {}, {} replicas wait",
        streams ? "replicas sockets" : "disk",
        waiting.size());
    own.selectAgain();
    try {
      if (streams) {
        StreamedSnapshot sockets = new StreamedSnapshot(engine.newId());
        persistence.snapshot(sockets, this::ended);
        streamed = sockets;
        waiting.forEach(replica -> acceptNow(replica, sockets.share()));
        pump(sockets);
      } else {
        FiledSnapshot file = FiledSnapshot.open(temporary());
        persistence.snapshot(file, this::ended);
        filed = file;
        waiting.forEach(replica -> acceptNow(replica, null));
      }
    } catch (IOException e) {
      refuse(waiting, e);
    }
  }

  /** The cut is now. */
  private void acceptNow(Replica replica, @Nullable Payload payload) {
    accept(replica, stream.cursorAtEnd(), history.offset(), payload);
  }

  private Path temporary() {
    String name = "temp-repl-" + ProcessHandle.current().pid() + "-" + ++files + ".rdb";
    return persistence.folder().resolve(name);
  }

  private void refuse(List<Replica> waiting, Exception reason) {
    log.error(
        "BGSAVE for replication failed: {}. The replicas that wait are told, and ask again",
        reason.toString());
    for (Replica replica : waiting) {
      replica.tell("-BGSAVE failed, replication can't continue\r\n".getBytes(ISO_8859_1));
      replica.client().closeAfterReply();
    }
  }

  private void accept(
      Replica replica, ReplicationStream.Cursor from, long offset, @Nullable Payload payload) {
    if (!replica.isOld()) {
      String line = "+FULLRESYNC " + history.id() + " " + offset + "\r\n";
      replica.tell(line.getBytes(ISO_8859_1));
    }
    replica.beginSnapshot(from, offset, payload);
  }

  // --- On the way ---

  private void pump(StreamedSnapshot sockets) {
    if (streamed != sockets) {
      return;
    }
    sockets.distribute();
    replicas.pumpNow();
    engine.scheduler().after(PUMP_MILLIS, () -> pump(sockets));
  }

  private void giveUpIfUseless() {
    boolean wanted =
        replicas.all().stream().anyMatch(replica -> replica.state() == Replica.State.SNAPSHOT);
    if (wanted || !isActive()) {
      return;
    }
    if (streamed != null && streamed.receivers() == 0 && streamed.isHandedOver()) {
      return; // All have it; it is only the end of it that nobody has told us yet.
    }
    log.warn("Diskless rdb transfer, last replica dropped: the snapshot is given up");
    persistence.giveUpSnapshot();
    forget();
  }

  private void forget() {
    if (streamed != null) {
      streamed.close();
      streamed = null;
    }
    if (filed != null) {
      filed.remove();
      filed = null;
    }
  }

  private void ended(@Nullable Throwable failure) {
    FiledSnapshot file = filed;
    StreamedSnapshot sockets = streamed;
    if (failure != null) {
      log.error("The snapshot for replicas failed: {}. They are cut off", failure.toString());
      forget();
      for (Replica replica : List.copyOf(replicas.all())) {
        if (replica.state() == Replica.State.SNAPSHOT) {
          replica.close();
        }
      }
      return;
    }
    if (file != null) {
      filed = null;
      for (Replica replica : List.copyOf(replicas.all())) {
        if (replica.state() == Replica.State.SNAPSHOT) {
          send(file, replica);
        }
      }
      file.remove();
      beginIfDue();
      return;
    }
    if (sockets != null) {
      log.info(
          "Diskless rdb transfer, done reading from pipe, {} replicas still up",
          sockets.receivers());
      drain(sockets);
    }
  }

  /** The snapshot is made, and may not have left yet. */
  private void drain(StreamedSnapshot sockets) {
    if (streamed != sockets) {
      return;
    }
    if (sockets.receivers() == 0) {
      streamed = null;
      beginIfDue();
    } else {
      engine.scheduler().after(PUMP_MILLIS, () -> drain(sockets));
    }
  }

  private static void send(FiledSnapshot file, Replica replica) {
    try {
      replica.beginTransfer(file.transfer());
    } catch (IOException e) {
      log.error("the snapshot for replica {} cannot be read: {}", replica.name(), e.toString());
      replica.close();
    }
  }

  /** Once a second: tells those that wait that we are alive. */
  void keepAwake() {
    for (Replica replica : List.copyOf(replicas.all())) {
      if (replica.state() == Replica.State.WAITING
          || (replica.state() == Replica.State.SNAPSHOT && filed != null)) {
        replica.tell(NEWLINE);
      }
    }
  }

  /** The data go, or the server: whatever is being made is of no use. */
  void close() {
    if (isActive()) {
      persistence.giveUpSnapshot();
      forget();
    }
  }
}
