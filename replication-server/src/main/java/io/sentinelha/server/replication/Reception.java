package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.persist.SideLoad;
import java.io.IOException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Getting a dump: what arrives is read while it arrives, no faster than the reader takes it. It is
 * complete when the master has said so and the reader has found its end.
 */
final class Reception {

  /** Who gets it. */
  interface Listener {

    /** Whether bytes shall arrive. */
    void reading(boolean on);

    /** Both ends agree that all is there. */
    void complete(SideLoad load);

    void unusable(String why);
  }

  private static final String TOO_MUCH = "the master sends more than the dump that it announced";

  /** A writer that waits looks so often whether the reader has caught up. */
  private static final long LOOK_MILLIS = 1;

  private final Engine engine;
  private final IncomingDump dump;
  private final Listener listener;
  private final SideLoad load;

  /** The dump has been read to its own end. */
  private boolean isRead;

  private boolean waits;
  private boolean over;

  /** Begins. */
  Reception(
      Engine engine,
      IncomingDump dump,
      BiFunction<IncomingDump, SideLoad.Listener, SideLoad> loader,
      Listener listener) {
    this.engine = engine;
    this.dump = dump;
    this.listener = listener;
    this.load = loader.apply(dump, this::loaded);
  }

  IncomingDump dump() {
    return dump;
  }

  /** Takes bytes; returns where begins what does not belong to the dump, which has come then. */
  int take(byte[] bytes, int from, int to) {
    int at = dump.take(bytes, from, to);
    if (dump.isComplete()) {
      return at;
    }
    if (dump.pipe().isFull() && isRead) {
      listener.unusable(TOO_MUCH);
    } else if (dump.pipe().isFull() && !waits) {
      waits = true;
      listener.reading(false);
      engine.scheduler().after(LOOK_MILLIS, this::goOn);
    }
    return at;
  }

  /** All bytes have come: no more are wanted until the data are there. */
  void arrived() {
    waits = false;
    listener.reading(false);
    if (isRead) {
      over = true;
      listener.complete(load);
    }
  }

  private void loaded(@Nullable IOException failure) {
    if (failure != null) {
      String why = Handshake.shown(String.valueOf(failure.getMessage()));
      listener.unusable("Internal error in RDB: the dump of the master cannot be read: " + why);
    } else if (dump.isComplete()) {
      over = true;
      listener.complete(load);
    } else if (waits && !dump.pipe().hasRoom()) {
      listener.unusable(TOO_MUCH); // Nobody would ever read what fills the pipe.
    } else {
      isRead = true; // What the master calls its end comes next.
    }
  }

  /** Whether it is the reader who is waited for, not the master. */
  boolean waits() {
    return waits;
  }

  private void goOn() {
    if (over || !waits) {
      return;
    }
    if (dump.pipe().hasRoom()) {
      waits = false;
      listener.reading(true);
    } else {
      engine.scheduler().after(LOOK_MILLIS, this::goOn);
    }
  }

  /** Gives it up, unless it is complete. */
  void cancel(String why) {
    if (!over) {
      over = true;
      load.cancel();
      dump.pipe().fail(why);
    }
  }
}
