package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Encoder;
import io.sentinelha.server.persist.LoadListener;
import io.sentinelha.server.persist.Persistence;
import io.sentinelha.server.replication.Replication.Parts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history across a restart: dumps say which one they belong to, so that replicas go on after
 * it, and so that a replica goes on with its master.
 */
final class Continuity implements LoadListener {

  private static final Logger log = LoggerFactory.getLogger(Continuity.class);
  private static final byte[] DEL = "DEL".getBytes(ISO_8859_1);
  private static final int ID_LENGTH = 40;

  private final Parts parts;
  private final ReplicationSettings settings;
  private final Encoder encoder = new Encoder();

  Continuity(Parts parts, ReplicationSettings settings) {
    this.parts = parts;
    this.settings = settings;
  }

  void register(Persistence persistence) {
    persistence.history(this::notes);
    persistence.onLoad(this);
  }

  /** What a dump that is made now says. */
  private Map<String, String> notes() {
    Map<String, String> notes = new LinkedHashMap<>();
    if (parts.stream().exists()) {
      boolean isReplica = parts.engine().isReplica();
      int database = isReplica ? parts.upstream().database() : parts.own().database();
      notes.put("repl-stream-db", Integer.toString(Math.max(0, database)));
      notes.put("repl-id", parts.history().id());
      notes.put("repl-offset", Long.toString(parts.history().offset()));
    }
    return notes;
  }

  /** Replicas that go on from the dump still have the key. */
  @Override
  public void expired(int database, byte[] key) {
    if (parts.engine().isReplica()) {
      return;
    }
    if (!parts.stream().exists()) {
      parts.stream().create();
    }
    encoder.clear();
    encoder.array(2).bulk(DEL).bulk(key);
    parts.own().write(database, database, encoder.array(), 0, encoder.length());
  }

  @Override
  public void loaded(Map<String, String> notes) {
    String id = notes.getOrDefault("repl-id", "");
    long offset = number(notes.get("repl-offset"));
    if (id.length() != ID_LENGTH || offset < 0) {
      if (settings.syncReplicas.value() == 0) {
        parts.stream().free();
        parts.history().adopt(parts.history().id(), 0);
      }
      return;
    }
    if (parts.engine().isReplica()) {
      int database = (int) Math.max(0, number(notes.get("repl-stream-db")));
      parts.upstream().restored(id, offset, database);
      return;
    }
    if (!parts.stream().exists()) {
      parts.stream().create();
    }
    parts.history().goOnFrom(id, offset);
    parts.stream().rebase(offset);
    parts.replicas().startCountingTime();
    log.info(
        "The data belong to history {} at offset {}: replicas of it can go on with {}",
        id,
        offset,
        parts.history().id());
  }

  private static long number(@Nullable String text) {
    try {
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
