package io.sentinelha.server.persist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Encoder;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Propagation;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes commands into the append-only file. They are written at the end of every turn, before the
 * replies of the turn leave. With {@code always} they are synced then, too, once for all clients of
 * the turn; who asked for a write that could not be made safe is cut off without a reply. With
 * {@code everysec} another thread syncs; while it does, writing waits, for two seconds at most.
 *
 * @see "docs/adr/0028"
 */
final class Aof implements Propagation {

  private static final Logger log = LoggerFactory.getLogger(Aof.class);
  private static final byte[] SELECT = "SELECT".getBytes(ISO_8859_1);
  private static final long SYNC_NANOS = 1_000_000_000L;
  private static final long LONGEST_DELAY_NANOS = 2_000_000_000L;

  private final Engine engine;
  private final PersistenceSettings settings;
  private final Snapshots snapshots;
  private final Executor helper;
  private final Set<Client> writers = new LinkedHashSet<>();
  private final Encoder select = new Encoder();
  private @Nullable AppendFile file;
  private Runnable onChange = () -> {};
  private int database = NO_DATABASE;
  private long lastSyncNanos;
  private long lastTryNanos;
  private long delayedSinceNanos;
  private boolean delayed;
  private boolean paused;
  private long delayedSyncs;
  private @Nullable String error;
  private volatile boolean syncing;
  private volatile @Nullable String syncError;

  Aof(Engine engine, PersistenceSettings settings, Snapshots snapshots, Executor helper) {
    this.snapshots = snapshots;
    this.engine = engine;
    this.settings = settings;
    this.helper = helper;
  }

  /** From here on everything goes into this file. What was written before must be safe. */
  void use(@Nullable AppendFile next) {
    file = next;
    error = null;
    database = NO_DATABASE;
    onChange.run();
  }

  /** Whom to tell when {@link #file} has changed. */
  void onChange(Runnable listener) {
    onChange = listener;
  }

  @Nullable AppendFile file() {
    return file;
  }

  @Override
  public boolean isActive() {
    return file != null && !paused;
  }

  /** While commands are replayed they are not written. */
  void pause(boolean on) {
    paused = on;
    database = NO_DATABASE;
  }

  @Override
  public void write(int db, int lastDb, byte[] bytes, int from, int length) {
    AppendFile to = file;
    if (to == null) {
      return;
    }
    if (db != NO_DATABASE && db != database) {
      select.clear();
      select.array(2).bulk(SELECT).bulk(Numbers.text(db));
      to.append(select.array(), 0, select.length());
    }
    if (db != NO_DATABASE) {
      database = lastDb;
    }
    to.append(bytes, from, length);
    if (isAlways()) {
      Client client = engine.executor().running();
      if (client != null) {
        writers.add(client);
      }
    }
  }

  private boolean maySync() {
    return !settings.noSyncOnRewrite.value() || !snapshots.isActive();
  }

  private boolean isAlways() {
    return settings.appendSync.value().equals("always");
  }

  /** At the end of a turn, and ten times a second. */
  void flush() {
    AppendFile to = file;
    if (to == null) {
      return;
    }
    if (to.pending() > 0 && !isAlways() && mayDelay()) {
      return;
    }
    delayed = false;
    if (to.pending() > 0) {
      tryWrite(to);
    }
    writers.clear();
    if (settings.appendSync.value().equals("everysec") && maySync()) {
      syncNowAndThen(to);
    }
  }

  /** Whether writing waits, because it would have to wait for a sync that is under way. */
  private boolean mayDelay() {
    if (!syncing || !settings.appendSync.value().equals("everysec")) {
      return false;
    }
    long now = engine.clock().nanos();
    if (!delayed) {
      delayed = true;
      delayedSinceNanos = now;
    }
    if (now - delayedSinceNanos < LONGEST_DELAY_NANOS) {
      return true;
    }
    delayedSyncs++;
    log.warn("Asynchronous AOF fsync is taking too long (disk is busy?). Writing without waiting.");
    return false;
  }

  private void tryWrite(AppendFile to) {
    long now = engine.clock().nanos();
    if (error == null || now - lastTryNanos >= SYNC_NANOS) {
      lastTryNanos = now;
      try {
        to.write();
        if (error != null) {
          log.warn("AOF write error looks solved, writes are accepted again");
        }
        error = null;
        if (isAlways() && maySync()) {
          sync(to, to.size());
        }
      } catch (IOException e) {
        if (error == null) {
          log.error("writing to {} failed: {}", to.path(), e.toString());
        }
        error = String.valueOf(e.getMessage());
      }
    }
    if (isAlways() && error() != null) {
      writers.forEach(client -> client.transport().close());
    }
  }

  /**
   * Syncs. After a failure nobody knows what the disk has, and trying again proves nothing: only a
   * new base does.
   */
  private void sync(AppendFile to, long size) {
    try {
      to.sync(size);
    } catch (ClosedChannelException e) {
      log.debug("{} was closed meanwhile, and synced before", to.path());
    } catch (IOException e) {
      log.error("syncing {} failed: {}", to.path(), e.toString());
      syncError = String.valueOf(e.getMessage());
    }
  }

  private void syncNowAndThen(AppendFile to) {
    long now = engine.clock().nanos();
    if (!to.isSynced() && !syncing && now - lastSyncNanos >= SYNC_NANOS) {
      lastSyncNanos = now;
      syncing = true;
      long size = to.size();
      helper.execute(
          () -> {
            sync(to, size);
            syncing = false;
          });
    }
  }

  /** Writes and syncs everything, whatever the directive says. */
  void makeSafe() throws IOException {
    AppendFile to = file;
    if (to != null) {
      to.write();
      to.sync(to.size());
    }
  }

  /** Why writing fails; null if it does not. */
  @Nullable String error() {
    return file == null ? null : error != null ? error : syncError;
  }

  /** Whether what was written may have been lost, so that all must be written anew. */
  boolean needsRewrite() {
    return syncError != null;
  }

  /** All was written anew. */
  void rewritten() {
    syncError = null;
  }

  boolean isSyncing() {
    return syncing;
  }

  long delayedSyncs() {
    return delayedSyncs;
  }
}
