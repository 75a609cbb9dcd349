package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the effects of one top-level command and passes them on when it has ended: one effect as
 * it is, several between MULTI and EXEC.
 */
public final class Propagator {

  private static final byte[] MULTI = "*1\r\n$5\r\nMULTI\r\n".getBytes(ISO_8859_1);
  private static final byte[] EXEC = "*1\r\n$4\r\nEXEC\r\n".getBytes(ISO_8859_1);
  private static final byte[] SELECT = "SELECT".getBytes(ISO_8859_1);

  private final List<Propagation> sinks = new ArrayList<>();
  private final Encoder pending = new Encoder();
  private final Encoder wrapped = new Encoder();
  private int effects;

  /** Of the first effect, and of the last. */
  private int firstDb = Propagation.NO_DATABASE;

  private int lastDb = Propagation.NO_DATABASE;

  Propagator() {}

  void add(Propagation sink) {
    sinks.add(sink);
  }

  /** Whether anybody takes effects. */
  public boolean isActive() {
    for (int i = 0; i < sinks.size(); i++) {
      if (sinks.get(i).isActive()) {
        return true;
      }
    }
    return false;
  }

  /** Adds an effect of the command that is running. */
  public void also(int db, byte[]... command) {
    if (isActive()) {
      select(db);
      pending.array(command.length);
      for (byte[] argument : command) {
        pending.bulk(argument);
      }
      effects++;
    }
  }

  /** Adds an effect: the request as it came. */
  void also(int db, Args args) {
    if (isActive()) {
      select(db);
      args.encode(pending);
      effects++;
    }
  }

  private void select(int db) {
    if (db == Propagation.NO_DATABASE) {
      return;
    }
    if (lastDb == Propagation.NO_DATABASE) {
      firstDb = db;
    } else if (lastDb != db) {
      pending.array(2).bulk(SELECT).bulk(Numbers.text(db));
    }
    lastDb = db;
  }

  /** The running command has ended: its request is its only effect, so nothing needs collecting. */
  void only(int db, Args args) {
    if (effects > 0 || args.rawStart() < 0) {
      also(db, args);
      return;
    }
    for (int i = 0; i < sinks.size(); i++) {
      if (sinks.get(i).isActive()) {
        int start = args.rawStart();
        sinks.get(i).write(db, db, args.buffer(), start, args.rawEnd() - start);
      }
    }
  }

  /** The top-level command has ended: passes on what was collected. */
  void flush() {
    flush(true);
  }

  /** As {@link #flush()}; not wrapped when every effect stands for itself. */
  void flush(boolean together) {
    if (effects == 0) {
      return;
    }
    Encoder out = pending;
    if (effects > 1 && together) {
      wrapped.raw(MULTI, 0, MULTI.length);
      wrapped.raw(pending.array(), 0, pending.length());
      wrapped.raw(EXEC, 0, EXEC.length);
      out = wrapped;
    }
    for (int i = 0; i < sinks.size(); i++) {
      if (sinks.get(i).isActive()) {
        sinks.get(i).write(firstDb, lastDb, out.array(), 0, out.length());
      }
    }
    effects = 0;
    firstDb = Propagation.NO_DATABASE;
    lastDb = Propagation.NO_DATABASE;
    pending.clear();
    wrapped.clear();
  }
}
