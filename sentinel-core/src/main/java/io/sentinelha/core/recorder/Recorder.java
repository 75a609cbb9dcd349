package io.sentinelha.core.recorder;

import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Engine;
import io.sentinelha.core.engine.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what an engine is given. Stands between the engine and the thread that owns it; nothing
 * that goes wrong here reaches either of them.
 *
 * <p>A segment begins with the engine's whole state, so each can be replayed by itself when older
 * ones are gone. What the disk cannot take in time is not recorded: the segment ends, and when
 * there is room again the next one begins and says how many events are missing.
 */
public final class Recorder implements AutoCloseable {

  /** Told how it goes, by two threads. Returns at once; never throws. */
  public interface Observer {

    Observer NONE = new Observer() {};

    default void onWritten(long bytes) {}

    /** Events happened that are not in the recording. */
    default void onDropped(long events) {}
  }

  /**
   * Where, and how much.
   *
   * @param folder made if missing; of one supervisor alone
   * @param maxMegabytes all segments together; at least 1
   */
  public record Settings(Path folder, int maxMegabytes) {

    public static final int DEFAULT_MEGABYTES = 64;
    static final int SEGMENTS = 8;
    private static final long LARGEST_SEGMENT = 32L << 20;

    public Settings {
      if (maxMegabytes < 1) {
        throw new IllegalArgumentException(
            "--record-max-megabytes must be at least 1: got " + maxMegabytes);
      }
    }

    long maxBytes() {
      return (long) maxMegabytes << 20;
    }

    long segmentBytes() {
      return Math.min(LARGEST_SEGMENT, maxBytes() / SEGMENTS);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Recorder.class);

  private static final int KEY_BYTES = 16;
  private static final long MOST_WAITING = 8L << 20;

  /** Of a segment, what the last record may take. */
  private static final int LAST_RECORD_SHARE = 16;

  /** Of a segment, what the engine's state may take. */
  private static final int CHECKPOINT_SHARE = 2;

  private final Settings settings;
  private final String version;
  private final Observer observer;
  private final SecureRandom seeds = new SecureRandom();
  private final long life = seeds.nextLong();
  private final Draws draws = new Draws();
  private final Spool spool = new Spool(MOST_WAITING);
  private final SegmentWriter writer;

  // Of the engine's thread alone.
  private final Shapes shapes = new Shapes();
  private final int fingerprint = shapes.fingerprint();
  private final Shape events = shapes.of(Event.class);
  private final EffectHash hash;
  private final Output body;
  private final Output frame;
  private boolean recording;
  private boolean broken;
  private long segmentSize;
  private long ordinal;
  private long last;

  // Read by whoever closes.
  private final AtomicLong segments = new AtomicLong();

  /** Events since the last one that is in the recording. */
  private final AtomicLong dropped = new AtomicLong();

  private Recorder(Settings settings, String version, Observer observer, SegmentFolder folder) {
    this.settings = settings;
    this.version = version;
    this.observer = observer;
    this.writer = new SegmentWriter(spool, folder, observer);
    byte[] key = new byte[KEY_BYTES];
    seeds.nextBytes(key);
    Redaction redaction = Redaction.with(key);
    this.hash = new EffectHash(shapes, redaction);
    this.body = new Output(redaction);
    this.frame = new Output(redaction);
    draws.seed(seeds.nextLong());
  }

  /**
   * Takes the folder; writes to it from the first event on.
   *
   * @param version of this software
   * @throws IOException saying what is wrong with the folder and what to do
   */
  public static Recorder open(Settings settings, String version, Observer observer)
      throws IOException {
    SegmentFolder folder =
        SegmentFolder.open(settings.folder(), settings.maxBytes(), settings.segmentBytes());
    Recorder recorder = new Recorder(settings, version, observer, folder);
    recorder.writer.start();
    return recorder;
  }

  /** The chance with which the recorded engine must be made. */
  public RandomGenerator random() {
    return draws;
  }

  /** One step of the engine, recorded. */
  public List<Effect> step(Engine engine, long now, Event event) {
    if (!recording && !broken) {
      begin(engine, now);
    }
    List<Effect> effects;
    try {
      effects = engine.step(now, event);
    } catch (RuntimeException | AssertionError e) {
      note(Format.BROKEN, now, event, List.of());
      throw e;
    }
    note(effects.isEmpty() ? Format.QUIET : Format.STEP, now, event, effects);
    return effects;
  }

  private void begin(Engine engine, long now) {
    if (!spool.hasRoom()) {
      return;
    }
    try {
      tryBegin(engine, now);
    } catch (RuntimeException | AssertionError e) {
      breakOff(e);
    }
  }

  private void tryBegin(Engine engine, long now) {
    long seed = seeds.nextLong();
    draws.seed(seed);
    last = now;
    body.forget();
    frame.clear();
    Format.MAGIC.forEach(frame::octet);
    frame.octet(Format.VERSION);
    body.clear();
    body.octet(Format.HEADER);
    long wall = System.currentTimeMillis();
    long missing = dropped.get();
    long index = segments.get();
    new Header(life, index, ordinal, missing, version, fingerprint, wall, now, seed).write(body);
    frame.frame(body);
    body.clear();
    body.octet(Format.CHECKPOINT);
    engine.save(new SavingArchive(shapes, body));
    frame.frame(body);
    segmentSize = frame.size();
    if (segmentSize > settings.segmentBytes() / CHECKPOINT_SHARE) {
      long needed = 1 + ((segmentSize * CHECKPOINT_SHARE * Settings.SEGMENTS) >> 20);
      throw new IllegalStateException(
          "--record-max-megabytes "
              + settings.maxMegabytes()
              + " is too small for so many masters; take at least "
              + needed);
    }
    recording = spool.offer(new Spool.Part(true, frame.copy()));
    if (recording) {
      segments.incrementAndGet();
      dropped.set(0);
      if (missing > 0) {
        log.atWarn().addKeyValue("events", missing).log("recording again; events are missing");
      }
    }
  }

  private void note(int kind, long now, Event event, List<Effect> effects) {
    ordinal++;
    if (!recording || !record(kind, now, event, effects)) {
      recording = false;
      dropped.incrementAndGet();
      observer.onDropped(1);
    }
  }

  /** Whether the event is in the recording. */
  private boolean record(int kind, long now, Event event, List<Effect> effects) {
    try {
      body.clear();
      body.octet(kind);
      body.count(Math.max(0, now - last));
      last = Math.max(last, now);
      if (kind == Format.STEP) {
        body.fixed(hash.of(effects));
      }
      events.write(body, event);
      frame.clear();
      frame.frame(body);
      return put();
    } catch (RuntimeException | AssertionError e) {
      breakOff(e);
      return false;
    }
  }

  private boolean put() {
    long margin = settings.segmentBytes() / LAST_RECORD_SHARE;
    boolean fits = frame.size() <= margin;
    boolean taken = fits && spool.offer(new Spool.Part(false, frame.copy()));
    if (taken) {
      segmentSize += frame.size();
      recording = segmentSize < settings.segmentBytes() - margin;
    } else if (spool.isClosed()) {
      broken = true; // The writer has said why.
    } else {
      log.atWarn()
          .addKeyValue("reason", fits ? "the disk is too slow" : "an event is too large")
          .log("events are missing in the recording from here on");
    }
    return taken;
  }

  /** An error of the recorder itself is no reason for anything but not to record. */
  private void breakOff(Throwable error) {
    recording = false;
    broken = true;
    spool.close();
    log.atError().setCause(error).log("the recorder has stopped, the supervisor goes on");
  }

  /** Writes what waits, and ends; gives up after half a second. */
  @Override
  public void close() {
    if (segments.get() > 0) {
      Output end = new Output(Redaction.done());
      Output record = new Output(Redaction.done());
      end.octet(Format.END);
      end.count(dropped.get());
      record.frame(end);
      spool.offer(new Spool.Part(false, record.copy()));
    }
    spool.close();
    try {
      writer.awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The thread ends with the process.
    }
  }
}
