package io.sentinelha.server.engine;

import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.collection.Forms;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The whole of a server but for its sockets and files. One thread calls it; the families of
 * commands build on it.
 */
public final class Engine {

  private static final long CRON_EXPIRY_NANOS = 25_000_000;
  private static final int HEX_ID = 40;

  private final Clock clock;
  private final RandomGenerator random;
  private final Scheduler scheduler;
  private final String runId;
  private final Forms forms;
  private final Settings settings = new Settings();
  private final CommandTable commands = new CommandTable();
  private final Info info = new Info();
  private final Stats stats = new Stats();
  private final PubSub pubSub = new PubSub();
  private final Notifications notifications = new Notifications(pubSub);
  private final Propagator propagator = new Propagator();
  private final Keys keys = new Keys(this);
  private final Blocking blocking = new Blocking(this);
  private final Transactions transactions = new Transactions(this);
  private final Pause pause = new Pause(this);
  private final Ending ending = new Ending(this);
  private final Clients clients;
  private final Executor executor = new Executor(this);
  private final Observation observed;
  private final Memory memory;
  private final Hooks hooks = new Hooks();
  private final long startedMillis;
  private final Databases databases;
  private Access access = Access.OPEN;
  private AccessClock accessClock = AccessClock.seconds();
  private IntConsumer end = status -> {};
  private ConfigStore configFile = ConfigStore.NONE;
  private int port;
  private boolean replica;
  private long changes;
  private long now;
  private long nowNanos;

  /**
   * An engine without data; {@link #open} must follow.
   *
   * @param scheduler runs tasks on the thread that calls the engine
   */
  public Engine(
      Clock clock, RandomGenerator random, Scheduler scheduler, List<CommandFamily> families) {
    this.clock = clock;
    this.random = random;
    this.scheduler = scheduler;
    this.runId = newId();
    this.databases = new Databases(this, random);
    this.forms = new Forms(random);
    this.now = clock.millis();
    this.startedMillis = now;
    this.nowNanos = clock.nanos();
    this.clients = new Clients(this);
    Registry registry = new Registry(this);
    databases.register(registry);
    registry.setting(new EventsSetting(notifications));
    registry.setting(new RenameSetting(commands).fixed());
    observed = new Observation(this, registry);
    memory = new Memory(this, registry);
    families.forEach(family -> family.register(registry));
    List<String> missing = commands.withoutHandler();
    if (!missing.isEmpty()) {
      throw new IllegalStateException("commands without code: " + missing);
    }
  }

  /**
   * Makes the databases, once the settings have been read, and lets the families begin.
   *
   * @throws IllegalArgumentException with a sentence for the user if one cannot with these settings
   */
  public void open() {
    databases.open();
    hooks.beforeStart();
  }

  /** Whom to tell when the server shall end. */
  public void onEnd(IntConsumer owner) {
    end = owner;
  }

  /**
   * Does what must be done before the end, then asks the owner to end the server. That may have to
   * wait for a while.
   *
   * @return why it does not end; null if it does or will
   */
  public @Nullable CommandError end(EndStep.Wish wish) {
    return ending.request(wish);
  }

  @Nullable CommandError endNow(EndStep.Wish wish) {
    CommandError refusal = hooks.beforeEnd(wish);
    if (refusal == null) {
      end.accept(0);
    }
    return refusal;
  }

  /** Asks the owner to end the server now, because it cannot go on. */
  public void fail() {
    end.accept(1);
  }

  /** Where clients reach it; 0 if it does not listen on TCP. */
  public int port() {
    return port;
  }

  /** See {@link #port()}. */
  public void port(int number) {
    port = number;
  }

  // --- Its parts ---

  public Clock clock() {
    return clock;
  }

  public RandomGenerator random() {
    return random;
  }

  public Scheduler scheduler() {
    return scheduler;
  }

  /** 40 hex digits, other ones at every start. */
  public String runId() {
    return runId;
  }

  /** How collections are kept. */
  public Forms forms() {
    return forms;
  }

  public Settings settings() {
    return settings;
  }

  public CommandTable commands() {
    return commands;
  }

  public Info info() {
    return info;
  }

  public Stats stats() {
    return stats;
  }

  /** Starts counting all over, of commands, too. */
  public void resetStats() {
    stats.reset();
    for (Command command : commands.all()) {
      command.stats().reset();
      command.subcommands().forEach(sub -> sub.stats().reset());
    }
  }

  public PubSub pubSub() {
    return pubSub;
  }

  public Notifications notifications() {
    return notifications;
  }

  public Propagator propagator() {
    return propagator;
  }

  public Keys keys() {
    return keys;
  }

  public Blocking blocking() {
    return blocking;
  }

  public Transactions transactions() {
    return transactions;
  }

  public Pause pause() {
    return pause;
  }

  public Ending ending() {
    return ending;
  }

  public Clients clients() {
    return clients;
  }

  public Executor executor() {
    return executor;
  }

  public Observation observed() {
    return observed;
  }

  public Memory memory() {
    return memory;
  }

  public ConfigStore configFile() {
    return configFile;
  }

  /** See {@link #configFile()}. */
  public void configFile(ConfigStore other) {
    configFile = other;
  }

  public Databases databases() {
    return databases;
  }

  public Access access() {
    return access;
  }

  /** Replaces who decides who may come in. */
  public void access(Access other) {
    access = other;
  }

  /** Whether requests have to be shown to {@link #access()}: not if everybody may do everything. */
  public void restricted(boolean yes) {
    executor.guards().restricted(yes);
  }

  public long startedMillis() {
    return startedMillis;
  }

  /** An id for histories and runs: 40 hex digits. */
  public String newId() {
    StringBuilder id = new StringBuilder(HEX_ID);
    for (int i = 0; i < HEX_ID; i++) {
      id.append(Character.forDigit(random.nextInt(16), 16));
    }
    return id.toString();
  }

  /** Bytes of all data, about. */
  public long usedMemory() {
    return memory.used();
  }

  /** Changes of keys since the last {@link #changesSaved}. */
  public long changes() {
    return changes;
  }

  /** So many changes are safe on disk. */
  public void changesSaved(long count) {
    changes -= count;
  }

  void addChanges(long count) {
    changes += count;
  }

  /** Whether another server's stream is followed. */
  public boolean isReplica() {
    return replica;
  }

  /** See {@link #isReplica()}. Only a master deletes what has expired. */
  public void replica(boolean yes) {
    replica = yes;
    keys.mayExpire(!yes);
    hooks.role(yes);
  }

  // --- Time ---

  /** Milliseconds since 1970; stands still while a command runs. */
  public long now() {
    return now;
  }

  /** Looks at the clock. */
  public void updateTime() {
    now = clock.millis();
    nowNanos = clock.nanos();
  }

  /** Looks at the clock after a command; returns how long that took. */
  long elapsed() {
    long nanos = clock.nanos();
    long took = nanos - nowNanos;
    nowNanos = nanos;
    if (took > 200_000) {
      now = clock.millis();
    }
    return took;
  }

  /** Whether the commands of a transaction are being run. */
  public boolean isInTransaction() {
    return executor.isInTransaction();
  }

  // --- When an item was last used ---

  /** How uses of items are remembered. */
  public AccessClock accessClock() {
    return accessClock;
  }

  /** See {@link #accessClock()}. */
  public void accessClock(AccessClock other) {
    accessClock = other;
  }

  void used(Object item) {
    int before = Items.access(item);
    int after = accessClock.used(before, now);
    if (after != before) {
      Items.access(item, after);
    }
  }

  Object fresh(Object item) {
    Items.access(item, accessClock.fresh(now));
    return item;
  }

  // --- The turn ---

  /** What the families have registered for certain moments. */
  Hooks hooks() {
    return hooks;
  }

  /** What a word behind DEBUG does; null if nothing. */
  public @Nullable Handler debugger(String lowerCaseWord) {
    return hooks.debugger(lowerCaseWord);
  }

  /** All keys of all databases were deleted at once. */
  public void flushedAll() {
    hooks.flushedAll();
  }

  /** Ten times a second. */
  public void cron() {
    updateTime();
    long before = clock.nanos();
    keys.expireSome(CRON_EXPIRY_NANOS);
    long took = clock.nanos() - before;
    stats.expiryNanos += took;
    observed.latency().add("expire-cycle", took);
    observed.cron();
    memory.cron();
    hooks.cron();
  }

  /** After the commands of a turn of the loop, before any of their replies leaves. */
  public void endTurn() {
    hooks.endOfTurn();
  }

  void resumePaused() {
    for (Client client : clients.all()) {
      if (client.paused) {
        client.paused = false;
        client.transport().resume();
      }
    }
  }
}
