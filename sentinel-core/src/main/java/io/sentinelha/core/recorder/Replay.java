package io.sentinelha.core.recorder;

import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Engine;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.recorder.ReplayReport.Difference;
import io.sentinelha.core.recorder.SegmentReader.Entry;
import io.sentinelha.core.recorder.SegmentReader.Tail;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs an engine on a recording once more. Every step must have the effects that it had then; where
 * a segment goes on from another, the engine must have arrived at the state that was recorded.
 */
public final class Replay {

  /** Told what the engine decides, in order. */
  public interface Listener {

    Listener NONE = new Listener() {};

    /** A segment begins. */
    default void onSegment(String name, Instant when, String version) {}

    /** The engine announced something. */
    default void onNotice(Instant when, Notice notice) {}
  }

  private final String version;
  private final Listener listener;
  private final Shapes shapes = new Shapes();
  private final EffectHash hash = new EffectHash(shapes, Redaction.done());
  private final List<String> notes = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private Optional<Difference> difference = Optional.empty();
  private long segments;
  private long events;
  private long compared;
  private long checkpoints;
  private long announced;
  private long dropped;

  /** Where the segment before has led to. */
  private record Arrival(Header header, Engine engine, long ordinal) {}

  private Optional<Arrival> before = Optional.empty();

  /** The last header, of a segment that cannot be replayed too; that it is one was told then. */
  private Optional<Header> seen = Optional.empty();

  /** The segment before, if it has no end mark and may be the last of its life. */
  private Optional<String> unended = Optional.empty();

  private Replay(String version, Listener listener) {
    this.version = version;
    this.listener = listener;
  }

  /**
   * Replays a folder.
   *
   * @param from the segment to begin with, its file's name or its number; empty for the oldest
   * @param version of this software
   * @throws IOException if there is nothing to be read, saying why and what to do
   */
  public static ReplayReport run(
      Path folder, Optional<String> from, String version, Listener listener) throws IOException {
    Replay replay = new Replay(version, listener);
    for (Path file : select(folder, from)) {
      try {
        replay.segment(file);
      } catch (NoSuchFileException e) {
        replay.notes.add(name(file) + ": was removed meanwhile, as the oldest");
        replay.before = Optional.empty();
      } catch (IOException e) {
        replay.problems.add(name(file) + ": " + Unreadable.why(e));
      }
    }
    return replay.report();
  }

  private static List<Path> select(Path folder, Optional<String> from) throws IOException {
    List<Path> all = Unreadable.list(folder);
    if (all.isEmpty()) {
      throw new IOException(
          folder + ": there is no segment-*.rec in it; name the folder given to --record");
    }
    if (from.isEmpty()) {
      return all;
    }
    for (int i = 0; i < all.size(); i++) {
      String number = Long.toString(SegmentFolder.number(all.get(i)));
      if (from.get().equals(name(all.get(i))) || from.get().equals(number)) {
        return all.subList(i, all.size());
      }
    }
    throw new IOException(
        "there is no segment "
            + from.get()
            + "; the first is "
            + name(all.get(0))
            + ", the last "
            + name(all.get(all.size() - 1)));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private void segment(Path file) throws IOException {
    SegmentReader reader = SegmentReader.open(file, shapes);
    Optional<Header> header = reader.header();
    header.ifPresent(h -> continuity(name(file), h));
    seen = header.or(() -> seen);
    if (header.isEmpty() || !isReadable(name(file), header.get())) {
      unreadable(name(file), reader);
      return;
    }
    Header h = header.get();
    Draws draws = new Draws();
    draws.seed(h.seed());
    Optional<Engine> engine = reader.engine(draws);
    if (engine.isEmpty()) {
      unreadable(name(file), reader);
      return;
    }
    segments++;
    listener.onSegment(name(file), Instant.ofEpochMilli(h.wallMillis()), h.version());
    compareState(name(file), h, engine.get());
    reader.startAt(h.monotonicMillis());
    steps(name(file), h, engine.get(), reader);
  }

  /** Says what is missing between this segment and the one before. */
  private void continuity(String name, Header header) {
    dropped += header.dropped();
    if (header.dropped() > 0) {
      notes.add(
          name
              + ": "
              + header.dropped()
              + " events before it were not recorded (the disk was slow, or they were too large:"
              + " the log says which)");
    }
    if (before.isEmpty()) {
      if (header.index() > 0) {
        notes.add(name + ": what was before it is not read; it begins with the state of then");
      }
      return;
    }
    Arrival arrival = before.get();
    boolean sameLife = arrival.header.life() == header.life();
    if (sameLife) {
      unended = Optional.empty();
    } else {
      noteUnended();
      notes.add(name + ": the process was started again");
    }
    // A life begins with event 0; this one's beginning may be gone or may have no segment to read.
    long missing = header.ordinal() - header.dropped() - (sameLife ? arrival.ordinal : 0);
    boolean told = seen.isPresent() && header.follows(seen.get()) && !seen.equals(last());
    if (missing != 0 && !told) {
      problems.add(
          name
              + ": "
              + missing
              + " events before it are missing; a segment was damaged or removed");
    }
  }

  private Optional<Header> last() {
    return before.map(Arrival::header);
  }

  private boolean isReadable(String name, Header header) {
    if (header.fingerprint() != shapes.fingerprint()) {
      problems.add(
          name
              + ": was recorded by version "
              + header.version()
              + ", whose events have another form than those of this version "
              + version
              + "; replay it with that version");
      return false;
    }
    if (!header.version().equals(version)) {
      notes.add(
          name
              + ": was recorded by version "
              + header.version()
              + ", this is "
              + version
              + "; a difference may come from that");
    }
    return true;
  }

  private void unreadable(String name, SegmentReader reader) {
    String problem = reader.problem();
    if (!problem.isEmpty()) {
      String named = problem.startsWith(name) ? problem : name + ": " + problem;
      (reader.tail() == Tail.TORN ? notes : problems).add(named);
    }
  }

  private void compareState(String name, Header header, Engine engine) {
    boolean comparable =
        before.isPresent()
            && header.follows(before.get().header)
            && header.dropped() == 0
            && header.ordinal() == before.get().ordinal;
    if (!comparable) {
      return;
    }
    checkpoints++;
    if (hash.of(engine) != hash.of(before.get().engine)) {
      differ(
          name,
          0,
          Instant.ofEpochMilli(header.wallMillis()),
          "the state recorded here is not the one that the replay arrived at");
    }
  }

  private void steps(String name, Header header, Engine engine, SegmentReader reader) {
    long ordinal = header.ordinal();
    boolean ended = false;
    boolean same = true;
    for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
      Entry entry = next.get();
      if (entry.kind() == Format.END) {
        ended = true;
        ending(name, entry);
        continue;
      }
      ordinal++;
      // After a difference the engine is another one; the next segment begins with the right one.
      same = same && step(name, header, engine, entry);
    }
    if (reader.tail() != Tail.WHOLE) {
      unreadable(name, reader);
    } else if (!ended) {
      unended = Optional.of(name);
    }
    before = Optional.of(new Arrival(header, engine, ordinal));
  }

  private void ending(String name, Entry end) {
    dropped += end.dropped();
    if (end.dropped() > 0) {
      notes.add(name + ": the last " + end.dropped() + " events of the process were not recorded");
    }
  }

  /** Whether the engine did what it did then. */
  private boolean step(String name, Header header, Engine engine, Entry entry) {
    Instant when =
        Instant.ofEpochMilli(header.wallMillis() + entry.now() - header.monotonicMillis());
    Event event = entry.event().orElseThrow();
    events++;
    List<Effect> effects;
    try {
      effects = engine.step(entry.now(), event);
    } catch (RuntimeException | AssertionError e) {
      if (entry.kind() == Format.BROKEN) {
        notes.add(name + ", " + when + ": the process ended in an impossible state: " + e);
        return true;
      }
      differ(name, entry.offset(), when, "the engine now breaks on " + event + ": " + e);
      return false;
    }
    announce(when, effects);
    if (isSame(entry, effects)) {
      return true;
    }
    differ(name, entry.offset(), when, event + " has other effects now: " + effects);
    return false;
  }

  private void announce(Instant when, List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Announce announce) {
        announced++;
        listener.onNotice(when, announce.notice());
      }
    }
  }

  private boolean isSame(Entry entry, List<Effect> effects) {
    if (entry.kind() == Format.STEP) {
      compared++;
      return hash.of(effects) == entry.hash();
    }
    return entry.kind() == Format.QUIET && effects.isEmpty();
  }

  private void differ(String name, long offset, Instant when, String what) {
    if (difference.isEmpty()) {
      difference = Optional.of(new Difference(name, offset, when, what));
    }
  }

  private ReplayReport report() {
    noteUnended();
    return new ReplayReport(
        segments,
        events,
        compared,
        checkpoints,
        announced,
        dropped,
        List.copyOf(notes),
        List.copyOf(problems),
        difference);
  }

  private void noteUnended() {
    unended.ifPresent(
        name ->
            notes.add(
                name
                    + ": the recording ends without an end mark; the process or the recorder was"
                    + " stopped at once, and what happened in its last moments is not recorded"));
    unended = Optional.empty();
  }
}
