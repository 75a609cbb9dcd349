package io.sentinelha.core.runtime;

import io.netty.channel.IoEventLoopGroup;
import io.sentinelha.core.command.Host;
import io.sentinelha.core.command.Orders;
import io.sentinelha.core.command.SentinelCommands;
import io.sentinelha.core.config.ConfigFile;
import io.sentinelha.core.config.SaveResult;
import io.sentinelha.core.config.SentinelConfig;
import io.sentinelha.core.config.ServerSettings;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Engine;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.Reply;
import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.core.history.FailoverHistory;
import io.sentinelha.core.link.LettuceLinks;
import io.sentinelha.core.recorder.Recorder;
import io.sentinelha.core.state.StateSaver;
import io.sentinelha.resp.server.CommandServer;
import io.sentinelha.resp.server.EventLoops;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running supervisor. Wires the engine to its links, its disk and its clients:
 *
 * <pre>
 * clients, peers ──→ command server ──┐                     ┌──→ links (data nodes, peers)
 * links ──────────────────────────────┼──→ engine ──effects─┼──→ saver (disk)
 * saver ──────────────────────────────┘  (one thread)       ├──→ pub/sub, log, observer
 *                                                           └──→ answers to clients
 * </pre>
 */
public final class Supervisor implements AutoCloseable {

  /** The program around a supervisor, which ends when the supervisor says so. */
  public interface Owner {

    /** This software's version. */
    String version();

    /** Somebody ordered the end; called on any thread, must return at once. */
    void shutDown();

    /** End at once with this status: an ordered crash, or a state that cannot be. */
    IntConsumer exit();

    /** Change what is logged. */
    Consumer<ServerSettings.LogLevel> logLevel();
  }

  /** Exit status when the engine found itself in an impossible state. */
  public static final int BROKEN_STATUS = 70;

  private static final Logger log = LoggerFactory.getLogger("sentinel");
  private static final int SERVER_THREADS = 1;
  private static final int LINK_THREADS = 2;
  private static final int ID_BYTES = 20;

  private final Optional<Recorder> recorder;
  private final ConfigStore store;
  private final SupervisorObserver observer;
  private final Owner owner;
  private final MonotonicClock clock = MonotonicClock.system();
  private final EngineLoop loop;
  private final StateSaver saver;
  private final FailoverHistory history;
  private final LettuceLinks links;
  private final IoEventLoopGroup group;
  private final CommandServer server;
  private final Map<Long, Consumer<Reply>> questions = new ConcurrentHashMap<>();
  private final SideThread aside = new SideThread("what-if");
  private final AtomicLong lastRequest = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();

  private Supervisor(
      ConfigFile file, SupervisorObserver observer, Owner owner, Optional<Recorder> recorder) {
    this.recorder = recorder;
    SentinelConfig config = file.config();
    ServerSettings settings = config.server();
    DurableState state = config.state();
    this.observer = observer;
    this.owner = owner;
    this.store = new ConfigStore(file);
    this.saver = new StateSaver(store, this::post, observer::onSave);
    this.history =
        new FailoverHistory(
            new HistoryStore(store.history()),
            () -> System.currentTimeMillis() - clock.millis(),
            FailoverHistory.Bounds.DEFAULT);
    this.links =
        new LettuceLinks(
            new LettuceLinks.Settings(
                state.myId(),
                settings.requirePass(),
                settings.listen().sourceAddress(),
                LINK_THREADS),
            this::post);
    this.group = EventLoops.create(SERVER_THREADS, "clients");
    this.server = Listener.build(config, commands(settings), group, observer);
    // Last, because the engine's time begins here: what comes before is nobody's silence.
    RandomGenerator random = recorder.map(Recorder::random).orElseGet(SecureRandom::new);
    Engine engine = new Engine(state, settings.listen().port(), random, clock.millis());
    EngineLoop.Stepper stepper =
        recorder
            .<EngineLoop.Stepper>map(r -> (now, event) -> r.step(engine, now, event))
            .orElse(engine::step);
    this.loop = new EngineLoop(engine, stepper, clock, this::perform, this::broken, observer);
  }

  /**
   * Starts a supervisor. When this returns it listens and watches.
   *
   * @throws IOException if an address cannot be listened on, naming it, or if a new id cannot be
   *     saved, saying why and what to do
   */
  public static Supervisor start(ConfigFile file, SupervisorObserver observer, Owner owner)
      throws IOException {
    return start(file, observer, owner, Optional.empty());
  }

  /**
   * Starts a supervisor that records what its engine is given.
   *
   * @throws IOException also if that cannot be recorded
   */
  public static Supervisor start(
      ConfigFile file,
      SupervisorObserver observer,
      Owner owner,
      Optional<Recorder.Settings> recording)
      throws IOException {
    if (file.config().isNewId()) {
      // Nobody may hear of an id that a crash would replace by another.
      requireSaved(file.save(file.config().state()));
    }
    Optional<Recorder> recorder = Optional.empty();
    if (recording.isPresent()) {
      recorder = Optional.of(Recorder.open(recording.get(), owner.version(), forward(observer)));
    }
    Supervisor supervisor = new Supervisor(file, observer, owner, recorder);
    try {
      supervisor.open();
      return supervisor;
    } catch (IOException | RuntimeException e) {
      supervisor.close();
      throw e;
    }
  }

  private static Recorder.Observer forward(SupervisorObserver observer) {
    return new Recorder.Observer() {
      @Override
      public void onWritten(long bytes) {
        observer.onRecorded(bytes);
      }

      @Override
      public void onDropped(long events) {
        observer.onUnrecorded(events);
      }
    };
  }

  private static void requireSaved(SaveResult result) throws IOException {
    if (!result.isSaved()) {
      throw new IOException(result.toString());
    }
  }

  private void post(Event event) {
    loop.post(event);
  }

  private void open() throws IOException {
    links.warmUp(); // Who can be reached is ready.
    Listener.open(server, config().server());
    saver.start();
    history.start();
    loop.post(new Event.Started());
    loop.start();
    log.info("Sentinel ID is {}", config().state().myId());
  }

  private SentinelCommands commands(ServerSettings settings) {
    return new SentinelCommands(
        this::view,
        clock::millis,
        new EngineOrders(),
        new ProcessHost(settings),
        new RememberedFailovers(history),
        aside);
  }

  /** A new id for a supervisor that has none. */
  public static String newId() {
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  public SentinelConfig config() {
    return store.config();
  }

  /** The last published view. */
  public SupervisorView view() {
    return loop.view();
  }

  /** The clock of the view's moments, in milliseconds. */
  public long now() {
    return clock.millis();
  }

  /** Whether the engine runs and its last view is young. */
  public boolean isAlive() {
    return loop.isAlive();
  }

  // Effects. On the engine's thread, in order; nothing here waits.

  private void perform(Effect effect) {
    if (effect instanceof Effect.Send send) {
      links.send(send);
    } else if (effect instanceof Effect.Open open) {
      links.open(open);
    } else if (effect instanceof Effect.Close close) {
      links.close(close);
    } else if (effect instanceof Effect.Save save) {
      saver.save(save);
    } else if (effect instanceof Effect.Announce announce) {
      announce(announce.notice());
    } else if (effect instanceof Effect.Answer answer) {
      Consumer<Reply> then = questions.remove(answer.requestId());
      if (then != null) {
        then.accept(answer.reply());
      }
    } else if (effect instanceof Effect.Chronicle chronicle) {
      history.take(chronicle.account());
    } else if (effect instanceof Effect.Exit exit) {
      recorder.ifPresent(Recorder::close); // The process ends without looking back.
      owner.exit().accept(exit.status());
    } else {
      throw new AssertionError("no performer for " + effect);
    }
  }

  private void announce(Notice notice) {
    switch (notice.level()) {
      case DEBUG -> log.trace("{} {}", notice.event(), notice.details());
      case VERBOSE -> log.debug("{} {}", notice.event(), notice.details());
      case NOTICE -> log.info("{} {}", notice.event(), notice.details());
      case WARNING -> log.warn("{} {}", notice.event(), notice.details());
    }
    if (notice.isPublished()) {
      server.broker().publish(notice.event(), notice.details());
    }
    observer.onNotice(notice);
  }

  private void broken(Throwable failure) {
    recorder.ifPresent(Recorder::close);
    owner.exit().accept(BROKEN_STATUS);
  }

  /** Stops listening, watching and saving, in this order; takes less than a second. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    server.close();
    aside.close();
    try {
      loop.stop();
      links.close();
      saver.close();
      history.close();
      recorder.ifPresent(Recorder::close);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The rest ends with the owner.
    }
    group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).awaitUninterruptibly(200);
  }

  private final class EngineOrders implements Orders {
    @Override
    public void place(LongFunction<Event> order, Consumer<Reply> then) {
      long id = lastRequest.incrementAndGet();
      questions.put(id, then);
      loop.post(order.apply(id));
    }

    @Override
    public void tell(Event event) {
      loop.post(event);
    }
  }

  private final class ProcessHost implements Host {
    private final ServerSettings settings;
    private final String runId = newId();
    private volatile ServerSettings.LogLevel level;

    ProcessHost(ServerSettings settings) {
      this.settings = settings;
      this.level = settings.logging().level();
    }

    @Override
    public String version() {
      return owner.version();
    }

    @Override
    public String runId() {
      return runId;
    }

    @Override
    public int port() {
      return settings.listen().port();
    }

    @Override
    public String configFile() {
      return store.path();
    }

    @Override
    public long uptimeSeconds() {
      return TimeUnit.MILLISECONDS.toSeconds(clock.millis());
    }

    @Override
    public String logLevel() {
      return ConfigStore.word(level);
    }

    @Override
    public void setLogLevel(String word) {
      level = ConfigStore.level(word);
      store.setLogLevel(level);
      owner.logLevel().accept(level);
    }

    @Override
    public void shutDown() {
      owner.shutDown();
    }
  }
}
