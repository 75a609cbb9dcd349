package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Where a {@link CommandFamily} says what it brings. */
public final class Registry {

  private final Engine engine;

  Registry(Engine engine) {
    this.engine = engine;
  }

  /** The engine, for fields of the family; it is not complete yet. */
  public Engine engine() {
    return engine;
  }

  /**
   * Reads a table of commands: a resource beside a class, one line per command (see {@link
   * Command#parse}); lines that begin with {@code #} are comments.
   */
  public Registry table(Class<?> beside, String resource) {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource + " beside " + beside);
      }
      new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(line -> engine.commands().add(Command.parse(line)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /**
   * Says why a command is not there that clients may look for.
   *
   * @param reason {@code this server runs no scripts}
   */
  public Registry absent(String lowerCaseName, String reason) {
    engine.commands().addAbsent(lowerCaseName, reason);
    return this;
  }

  /**
   * Says what a command of a table does.
   *
   * @param fullName {@code set}, {@code client|list}
   */
  public Registry on(String fullName, Handler handler) {
    Command command = engine.commands().named(fullName);
    if (command == null) {
      throw new IllegalStateException("no table has a command " + fullName);
    }
    command.handler(handler);
    return this;
  }

  /** Adds a directive of the configuration file, CONFIG GET and CONFIG SET. */
  public <S extends Setting> S setting(S setting) {
    return engine.settings().add(setting);
  }

  /**
   * Adds lines to a section of INFO.
   *
   * @param section {@code Replication}, as in its heading
   */
  public Registry info(String section, InfoLines lines) {
    engine.info().add(section, lines);
    return this;
  }

  /**
   * Runs something when the settings have been read and the databases are there, before the server
   * listens. It throws {@link IllegalArgumentException} if the server cannot start.
   */
  public Registry beforeStart(Runnable task) {
    engine.hooks().addBeforeStart(task);
    return this;
  }

  /** Runs something ten times a second, between two commands. */
  public Registry cron(Runnable task) {
    engine.hooks().addCron(task);
    return this;
  }

  /** Runs something after the commands of a turn, before their replies leave. */
  public Registry endOfTurn(Runnable task) {
    engine.hooks().addEndOfTurn(task);
    return this;
  }

  /** Tells whether another server is followed, whenever that is said anew. */
  public Registry onRole(Consumer<Boolean> listener) {
    engine.hooks().addRoleListener(listener);
    return this;
  }

  /** Runs something after FLUSHALL has deleted everything. */
  public Registry onFlushAll(Runnable task) {
    engine.hooks().addOnFlushAll(task);
    return this;
  }

  /** Does something before the server may end. */
  public Registry beforeEnd(EndStep step) {
    engine.hooks().addEndStep(step);
    return this;
  }

  /** Lets the end wait. */
  public Registry endDelay(EndDelay delay) {
    engine.ending().delay(delay);
    return this;
  }

  /** Says what a word behind DEBUG does. */
  public Registry debug(String lowerCaseWord, Handler handler) {
    engine.hooks().addDebugger(lowerCaseWord, handler);
    return this;
  }

  /** Adds a check before every command, which its owner switches on when it is needed. */
  public Guard.Switch guard(Guard.Place place, Guard guard) {
    return engine.executor().guards().add(place, guard);
  }

  /** Adds a taker of all effective writes. */
  public Registry propagation(Propagation sink) {
    engine.propagator().add(sink);
    return this;
  }
}
