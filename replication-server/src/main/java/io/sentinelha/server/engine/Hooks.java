package io.sentinelha.server.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What families have registered for certain moments, run in the order of registration. */
final class Hooks {

  private final List<Runnable> beforeStart = new ArrayList<>();
  private final List<Runnable> cron = new ArrayList<>();
  private final List<Runnable> endOfTurn = new ArrayList<>();
  private final List<Runnable> onFlushAll = new ArrayList<>();
  private final List<Consumer<Boolean>> roleListeners = new ArrayList<>();
  private final List<EndStep> endSteps = new ArrayList<>();
  private final Map<String, Handler> debuggers = new TreeMap<>();

  void addBeforeStart(Runnable task) {
    beforeStart.add(task);
  }

  void beforeStart() {
    beforeStart.forEach(Runnable::run);
  }

  void addCron(Runnable task) {
    cron.add(task);
  }

  void cron() {
    cron.forEach(Runnable::run);
  }

  void addEndOfTurn(Runnable task) {
    endOfTurn.add(task);
  }

  void endOfTurn() {
    for (int i = 0; i < endOfTurn.size(); i++) { // Many times a second: without an iterator.
      endOfTurn.get(i).run();
    }
  }

  void addOnFlushAll(Runnable task) {
    onFlushAll.add(task);
  }

  void flushedAll() {
    onFlushAll.forEach(Runnable::run);
  }

  void addRoleListener(Consumer<Boolean> listener) {
    roleListeners.add(listener);
  }

  void role(boolean isReplica) {
    roleListeners.forEach(listener -> listener.accept(isReplica));
  }

  void addEndStep(EndStep step) {
    endSteps.add(step);
  }

  /** Returns why the server must not end; null if it may. */
  @Nullable CommandError beforeEnd(EndStep.Wish wish) {
    for (EndStep step : endSteps) {
      CommandError refusal = step.beforeEnd(wish);
      if (refusal != null && !wish.force()) {
        return refusal;
      }
    }
    return null;
  }

  void addDebugger(String word, Handler handler) {
    if (debuggers.put(word, handler) != null) {
      throw new IllegalStateException("DEBUG has two handlers for " + word);
    }
  }

  /** What a word behind DEBUG does; null if nothing. */
  @Nullable Handler debugger(String lowerCaseWord) {
    return debuggers.get(lowerCaseWord);
  }
}
