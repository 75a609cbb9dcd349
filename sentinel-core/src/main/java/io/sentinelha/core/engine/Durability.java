package io.sentinelha.core.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps what is spoken behind what is on disk. Whoever changes something durable gets the version
 * that will contain the change, and may leave words here to be said when that version is safe. The
 * engine never waits: changes that come while the disk is busy become one save.
 */
final class Durability {

  private static final long RETRY_MILLIS = 1_000;

  /**
   * Words that wait for a version.
   *
   * @param kept said when the version is safe
   * @param broken said instead when the save fails; empty to go on waiting for a later save
   */
  private record Promise(long version, List<Effect> kept, List<Effect> broken) {}

  private final Deque<Promise> promises = new ArrayDeque<>();
  private final NavigableMap<Long, DurableState> unsaved = new TreeMap<>();
  private DurableState saved;
  private Map<String, DurableState.Primary> savedByName;
  private long version;
  private long savedVersion;
  private long retryAt = Times.NEVER;
  private boolean changed;

  Durability(DurableState loaded) {
    this.saved = loaded;
    this.savedByName = byName(loaded);
  }

  private static Map<String, DurableState.Primary> byName(DurableState state) {
    Map<String, DurableState.Primary> map = new HashMap<>();
    state.primaries().forEach(p -> map.put(p.name(), p));
    return map;
  }

  /** What a crash at this moment would leave. */
  DurableState saved() {
    return saved;
  }

  /** What a crash would leave of one primary; empty when it would leave nothing. */
  Optional<DurableState.Primary> savedPrimary(String name) {
    return Optional.ofNullable(savedByName.get(name));
  }

  /** What a crash would leave, by name of the primary. Not to be changed. */
  Map<String, DurableState.Primary> savedByName() {
    return savedByName;
  }

  /** Takes back what was noted: it came from the disk itself. */
  void forgetChanges() {
    changed = false;
    version = 0;
  }

  /** Notes a change and returns the version that will contain it. */
  long change() {
    if (!changed) {
      changed = true;
      version++;
    }
    return version;
  }

  boolean isSafe(long wanted) {
    return wanted <= savedVersion;
  }

  /** Whether the last save failed. */
  boolean isFailing() {
    return retryAt != Times.NEVER;
  }

  /** Says these words once a version is safe; if its save fails, they wait for a later one. */
  void whenSafe(long wanted, List<Effect> words) {
    promises.add(new Promise(wanted, List.copyOf(words), List.of()));
  }

  /** Says one thing once a version is safe, or another if its save fails. */
  void whenSafe(long wanted, Effect kept, Effect broken) {
    promises.add(new Promise(wanted, List.of(kept), List.of(broken)));
  }

  /** Everything up to this version is safe: returns what may be said now. */
  List<Effect> onSaved(long safe) {
    if (safe <= savedVersion) {
      return List.of();
    }
    savedVersion = safe;
    DurableState state = unsaved.get(safe);
    if (state != null) {
      saved = state;
      savedByName = byName(state);
    }
    unsaved.headMap(safe, true).clear();
    retryAt = Times.NEVER;
    return release(p -> p.version <= safe ? p.kept : List.of());
  }

  /** A save failed: returns what must be said about it, and plans another try. */
  List<Effect> onFailed(long failed, long now) {
    retryAt = now + RETRY_MILLIS;
    return release(p -> p.version <= failed ? p.broken : List.of());
  }

  private List<Effect> release(Function<Promise, List<Effect>> words) {
    List<Effect> said = new ArrayList<>();
    promises.removeIf(
        promise -> {
          List<Effect> now = words.apply(promise);
          said.addAll(now);
          return !now.isEmpty();
        });
    return said;
  }

  /**
   * Adds the save of this step's changes, if there were any or an earlier save is to be retried.
   */
  void flush(long now, Supplier<DurableState> state, List<Effect> out) {
    if (retryAt != Times.NEVER && now >= retryAt) {
      retryAt = now + RETRY_MILLIS;
      change();
    }
    if (!changed) {
      return;
    }
    changed = false;
    DurableState current = state.get();
    unsaved.put(version, current);
    out.add(new Effect.Save(version, current));
  }

  void pass(Archive archive) {
    saved = archive.value(DurableState.class, saved);
    List<Promise> open = archive.list(Promise.class, List.copyOf(promises));
    List<Long> versions = archive.list(Long.class, List.copyOf(unsaved.keySet()));
    List<DurableState> states = archive.list(DurableState.class, List.copyOf(unsaved.values()));
    version = archive.number(version);
    savedVersion = archive.number(savedVersion);
    retryAt = archive.number(retryAt);
    changed = archive.flag(changed);
    if (archive.isLoading()) {
      savedByName = byName(saved);
      promises.addAll(open);
      for (int i = 0; i < versions.size(); i++) {
        unsaved.put(versions.get(i), states.get(i));
      }
    }
  }

  /** When a failed save is tried again; {@link Long#MAX_VALUE} when there is none. */
  long nextRetry() {
    return retryAt == Times.NEVER ? Long.MAX_VALUE : retryAt;
  }
}
