package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.server.CommandFlag;
import io.sentinelha.server.engine.Client.Queued;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests: finds the command, checks whether it may run, runs or queues it. */
public final class Executor {

  private static final Logger log = LoggerFactory.getLogger(Executor.class);
  private static final byte[] QUEUED = "+QUEUED\r\n".getBytes(ISO_8859_1);

  /** Not queued in a transaction, but run at once. */
  private static final Set<String> CONTROLS =
      Set.of("exec", "discard", "multi", "watch", "quit", "reset");

  private final Engine engine;
  private final Guards guards;

  /** Replaced, not changed: somebody may be walking through it. */
  private CommandObserver[] observers = {};

  private final List<SlowObserver> slowObservers = new ArrayList<>();

  /** A command that takes longer concerns one of them. */
  private long slowNanos = Long.MAX_VALUE;

  private @Nullable Call call;
  private @Nullable Client current;
  private boolean inTransaction;
  private @Nullable ReplyGate gate;

  Executor(Engine engine) {
    this.engine = engine;
    this.guards = new Guards(engine);
  }

  Guards guards() {
    return guards;
  }

  /** Adds somebody who is told of every command. */
  public void observe(CommandObserver observer) {
    observers = Arrays.copyOf(observers, observers.length + 1);
    observers[observers.length - 1] = observer;
  }

  /** See {@link #observe}. */
  public void ignore(CommandObserver observer) {
    observers = Arrays.stream(observers).filter(o -> o != observer).toArray(CommandObserver[]::new);
  }

  /** Lets somebody hold replies back; null for nobody. */
  public void gate(@Nullable ReplyGate other) {
    gate = other;
  }

  void add(SlowObserver observer) {
    slowObservers.add(observer);
    thresholdsChanged();
  }

  /** What is slow has changed. */
  void thresholdsChanged() {
    slowNanos =
        slowObservers.stream().mapToLong(SlowObserver::thresholdNanos).min().orElse(Long.MAX_VALUE);
  }

  private void slow(Client client, Command command, Args args, long nanos) {
    for (SlowObserver observer : slowObservers) {
      if (nanos >= observer.thresholdNanos()) {
        observer.slow(client, command, args, nanos);
      }
    }
  }

  /** Whether a command is run at once even in a transaction. */
  static boolean isControl(Command command) {
    return CONTROLS.contains(command.name());
  }

  boolean isInTransaction() {
    return inTransaction;
  }

  /**
   * Runs or queues one request.
   *
   * @return false if it must wait, because of a pause: it was not looked at then
   */
  public boolean execute(Client client, Args args) {
    boolean looked = process(client, args);
    if (looked && !client.isBlocked()) {
      client.nextReply();
    }
    return looked;
  }

  private boolean process(Client client, Args args) {
    Command command = engine.commands().find(args);
    if (command == null) {
      refuse(client, null, unknown(args));
      return true;
    }
    if (command.isContainer()) {
      Command sub = command.subcommand(args);
      if (sub != null) {
        command = sub;
      } else if (args.count() > 1 || !command.hasHandler()) {
        refuse(client, command, args.count() > 1 ? unknownSub(command, args) : arity(command));
        return true;
      }
    }
    if (!command.takes(args.count())) {
      refuse(client, command, arity(command));
      return true;
    }
    CommandError refusal = guards.check(client, command, args);
    if (refusal != null) {
      refuse(client, command, refusal);
      return true;
    }
    if (engine.pause().isActive()
        && engine.pause().holds(client, command, writes(client, command))) {
      client.paused = true;
      return false;
    }
    List<Queued> queue = client.queue;
    if (queue != null && !isControl(command)) {
      queue.add(new Queued(command, args.copy()));
      client.reply().raw(QUEUED);
      return true;
    }
    top(client, command, args);
    return true;
  }

  /**
   * Runs or queues one request of a stream that was written by a server: nobody asks whether it
   * may.
   *
   * @return false if there is no such command; nothing was done then
   */
  public boolean replay(Client client, Args args) {
    Command command = engine.commands().find(args);
    if (command != null && command.isContainer()) {
      Command sub = command.subcommand(args);
      command = sub != null || command.hasHandler() ? sub == null ? command : sub : null;
    }
    if (command == null || !command.takes(args.count())) {
      return false;
    }
    List<Queued> queue = client.queue;
    if (queue != null && !CONTROLS.contains(command.name())) {
      queue.add(new Queued(command, args.copy()));
    } else {
      top(client, command, args);
    }
    return true;
  }

  /** Whose command is running; null between commands. */
  public @Nullable Client running() {
    return current;
  }

  /** Whether a request may change data; EXEC if one of the commands that it runs may. */
  public static boolean writes(Client client, Command command) {
    if (command.name().equals("exec") && client.queue != null) {
      return client.queue.stream()
          .map(Queued::command)
          .anyMatch(c -> c.has(CommandFlag.WRITE) || c.has(CommandFlag.MAY_REPLICATE));
    }
    return command.has(CommandFlag.WRITE);
  }

  /** Whether a request changes data; EXEC if one of the commands that it runs does. */
  public static boolean changesData(Client client, Command command) {
    if (command.name().equals("exec") && client.queue != null) {
      return client.queue.stream().anyMatch(queued -> queued.command().has(CommandFlag.WRITE));
    }
    return command.has(CommandFlag.WRITE);
  }

  private void top(Client client, Command command, Args args) {
    Client outer = current;
    Call running = call;
    if (running == null || outer != null) { // A command may replay others, from a file.
      running = new Call(engine, client, command, args);
      call = outer == null ? running : call;
    }
    current = client;
    ReplyGate watching = gate;
    if (watching != null) {
      watching.begins(client, command);
    }
    run(running, client, command, args);
    engine.propagator().flush();
    if (watching != null) {
      watching.ended(client);
    }
    engine.blocking().serve();
    current = outer;
  }

  /** Runs a command of a client that was blocked; returns whether it has answered. */
  boolean rerun(Client client, Command command, Args args, byte @Nullable [] readyKey) {
    Call again = new Call(engine, client, command, args);
    again.readyKey(readyKey);
    Client before = current;
    current = client;
    ReplyGate watching = gate;
    if (watching != null) {
      watching.begins(client, command);
    }
    run(again, client, command, args);
    engine.propagator().flush();
    if (watching != null) {
      watching.ended(client);
    }
    current = before;
    return !again.isWaiting();
  }

  /** Runs the commands of a transaction. */
  void runAll(Client client, List<Queued> queue) {
    Call inner =
        new Call(
            engine,
            client,
            queue.isEmpty() ? noCommand() : queue.get(0).command(),
            Args.of("exec"));
    inTransaction = true;
    try {
      for (Queued each : queue) {
        CommandError refusal = access().check(client, each.command(), each.args(), true);
        if (refusal == null) {
          run(inner, client, each.command(), each.args());
        } else {
          refuse(client, each.command(), refusal);
        }
      }
    } finally {
      inTransaction = false;
    }
  }

  private Command noCommand() {
    return engine.commands().all().get(0);
  }

  private void run(Call running, Client client, Command command, Args args) {
    Reply reply = client.reply();
    long errors = reply.errors();
    running.begin(client, command, args);
    client.runs(command);
    for (CommandObserver observer : observers) {
      observer.begins(client, command, args);
    }
    try {
      command.handler().run(running);
    } catch (CommandError refusal) {
      reply.error(refusal.bytes());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      log.error("command {} failed", command, e);
      reply.error("ERR internal error");
      engine.stats().unexpectedErrors++;
      client.closeAfterReply();
    }
    running.account();
    engine.addChanges(running.dirty());
    if (running.isEffective()) {
      if (inTransaction) {
        engine.propagator().also(running.db().index(), args);
      } else {
        engine.propagator().only(running.db().index(), args);
      }
    }
    long nanos = engine.elapsed();
    boolean failed = reply.errors() != errors;
    if (failed) {
      engine.stats().error(reply.lastError());
    }
    command.stats().ran(nanos, failed, engine.observed().tracksLatency());
    engine.stats().commands++;
    client.ran(command, engine.now());
    if (nanos >= slowNanos) {
      slow(client, command, args, nanos);
    }
    for (CommandObserver observer : observers) {
      observer.ended(client, command, args, nanos);
    }
  }

  private void refuse(Client client, @Nullable Command command, CommandError refusal) {
    client.refused(command, engine.now());
    if (command != null) {
      command.stats().reject();
    }
    if (client.isInTransaction()) {
      client.breakTransaction();
    }
    client.reply().error(refusal.bytes());
    engine.stats().error(refusal.bytes());
  }

  private Access access() {
    return engine.access();
  }

  private static CommandError arity(Command command) {
    return CommandError.of(
        "ERR wrong number of arguments for '" + command.fullName() + "' command");
  }

  private static CommandError unknownSub(Command command, Args args) {
    String name = args.printed(1);
    return CommandError.latin(
        "ERR unknown subcommand '"
            + cut(name)
            + "'. Try "
            + command.name().toUpperCase(Locale.ROOT)
            + " HELP.");
  }

  private CommandError unknown(Args args) {
    String absence = engine.commands().absence(args.printed(0));
    if (absence != null) {
      return CommandError.latin("ERR unknown command '" + args.printed(0) + "': " + absence);
    }
    StringBuilder beginning = new StringBuilder();
    for (int i = 1; i < args.count() && beginning.length() < 128; i++) {
      String text = args.printed(i);
      int room = 128 - beginning.length();
      beginning.append('\'').append(text, 0, Math.min(room, text.length())).append("' ");
    }
    return CommandError.latin(
        "ERR unknown command '"
            + cut(args.printed(0))
            + "', with args beginning with: "
            + beginning);
  }

  private static String cut(String text) {
    return text.length() <= 128 ? text : text.substring(0, 128);
  }
}
