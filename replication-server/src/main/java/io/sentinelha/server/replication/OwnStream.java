package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Encoder;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Propagation;

/**
 * What we put into the stream ourselves, as a master: our writes, and what keeps replicas awake. A
 * replica puts in nothing of its own: it passes on what its master sends, byte for byte.
 */
final class OwnStream implements Propagation {

  private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(ISO_8859_1);
  private static final byte[] GETACK =
      "*3\r\n$8\r\nREPLCONF\r\n$6\r\nGETACK\r\n$1\r\n*\r\n".getBytes(ISO_8859_1);
  private static final byte[] SELECT = "SELECT".getBytes(ISO_8859_1);

  private final Engine engine;
  private final History history;
  private final ReplicationStream stream;
  private final Encoder select = new Encoder();
  private int database = NO_DATABASE;

  OwnStream(Engine engine, History history, ReplicationStream stream) {
    this.engine = engine;
    this.history = history;
    this.stream = stream;
  }

  @Override
  public boolean isActive() {
    return stream.exists() && !engine.isReplica();
  }

  @Override
  public void write(int db, int lastDb, byte[] bytes, int from, int length) {
    if (db != NO_DATABASE && db != database) {
      select.clear();
      select.array(2).bulk(SELECT).bulk(Numbers.text(db));
      stream.append(select.array(), 0, select.length());
    }
    if (db != NO_DATABASE) {
      database = lastDb;
    }
    stream.append(bytes, from, length);
    Client client = engine.executor().running();
    if (client != null) {
      client.wroteUpTo(history.offset());
    }
  }

  /** Says the database again before the next command: somebody begins to read here. */
  void selectAgain() {
    database = NO_DATABASE;
  }

  /** The database that the stream is in, for whoever goes on with it. */
  int database() {
    return database;
  }

  /** See {@link #database()}: the stream was another server's until now. */
  void database(int index) {
    database = index;
  }

  void ping() {
    stream.append(PING, 0, PING.length);
  }

  /** Asks all replicas how far they are. */
  void askForAcks() {
    stream.append(GETACK, 0, GETACK.length);
  }
}
