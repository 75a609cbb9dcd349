package io.sentinelha.core.sim;

import io.sentinelha.core.engine.Account;
import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Engine;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.LinkId;
import io.sentinelha.core.engine.NodeInfo;
import io.sentinelha.core.engine.Reply;
import io.sentinelha.core.engine.Request;
import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.core.engine.Tuning;
import io.sentinelha.core.recorder.Recorder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** A real engine with a model shell around it. */
public final class Supervisor extends Member {

  /** How the engine takes a step. */
  @FunctionalInterface
  interface Stepper {
    List<Effect> step(Engine engine, long now, Event event);
  }

  final List<Account> accounts = new ArrayList<>();
  private RandomGenerator random;
  private final Map<Long, Connection> connections = new HashMap<>();
  private final Map<Long, Consumer<Reply>> questions = new HashMap<>();

  /** What each data node last reported to this life of the engine, by place in the world. */
  private final Map<Integer, NodeInfo> reports = new HashMap<>();

  private DurableState disk;
  private Map<Tuning.Period, Long> periods = Map.of();
  private Engine engine;
  private long lastRequest;
  private long wakePlanned = Long.MAX_VALUE;
  private boolean diskBusy;
  private Optional<Effect.Save> waitingSave = Optional.empty();
  private UnaryOperator<Engine> beforeStep = UnaryOperator.identity();
  private Stepper stepper = Engine::step;

  public Supervisor(
      World world, String name, Endpoint address, DurableState initial, RandomGenerator random) {
    super(world, name, address);
    world.add(this);
    this.disk = initial;
    this.random = random;
    this.engine = boot();
  }

  private Engine boot() {
    return new Engine(disk, address.port(), random, localNow());
  }

  /** Periods that it is given at every start. */
  public void tune(Map<Tuning.Period, Long> wanted) {
    periods = wanted;
  }

  /** Before each step, another engine may take the place of the one that is. */
  void exchange(UnaryOperator<Engine> exchange) {
    beforeStep = exchange;
  }

  RandomGenerator random() {
    return random;
  }

  /** Only before it has begun. */
  void recordWith(Recorder recorder) {
    random = recorder.random();
    stepper = recorder::step;
    engine = boot();
  }

  Engine engine() {
    return engine;
  }

  @Override
  public void begin() {
    for (Observer observer : world.observers()) {
      observer.started(this, disk);
    }
    feed(new Event.Started());
    if (!periods.isEmpty()) {
      ask(id -> new Event.Retune(id, periods), reply -> {});
    }
  }

  public SupervisorView view() {
    return engine.view();
  }

  public SupervisorView.PrimaryView primary(String primaryName) {
    return Optional.ofNullable(view().primaries().get(primaryName)).orElseThrow();
  }

  public DurableState disk() {
    return disk;
  }

  /** What a data node last told this life of the engine about itself. */
  public Optional<NodeInfo> reportOf(DataServer node) {
    return Optional.ofNullable(reports.get(node.index));
  }

  @Override
  public String runId() {
    return disk.myId();
  }

  @Override
  public Optional<Endpoint> addressOf(String primaryName) {
    return Optional.ofNullable(view().primaries().get(primaryName))
        .map(SupervisorView.PrimaryView::address);
  }

  @Override
  public boolean isFailingOver(String primaryName) {
    return primary(primaryName).isFailingOver();
  }

  @Override
  public int peersOf(String primaryName) {
    return primary(primaryName).peers().size();
  }

  @Override
  public int replicasOf(String primaryName) {
    return primary(primaryName).replicas().size();
  }

  @Override
  public Promises promises(String primaryName) {
    for (DurableState.Primary p : disk.primaries()) {
      if (p.name().equals(primaryName)) {
        return new Promises(
            disk.currentEpoch().value(),
            p.leaderEpoch().value(),
            p.configEpoch().value(),
            p.address(),
            p.peers().size() + 1);
      }
    }
    throw new AssertionError(name + " does not watch " + primaryName);
  }

  /** Asks as an operator or a peer would; the answer comes later, or never. */
  public void ask(LongFunction<Event> question, Consumer<Reply> then) {
    long id = ++lastRequest;
    questions.put(id, then);
    feed(question.apply(id));
  }

  @Override
  protected void died() {
    connections.values().forEach(Connection::closedByClient);
    connections.clear();
    questions.clear();
    reports.clear();
    wakePlanned = Long.MAX_VALUE;
    diskBusy = false;
    waitingSave = Optional.empty();
  }

  /** Starts again with what was on disk. */
  @Override
  public void restart() {
    start();
    engine = boot();
    begin();
  }

  @Override
  public void resume() {
    super.resume();
    feed(new Event.Tick());
  }

  @Override
  protected void heard(Connection connection, Event event) {
    if (event instanceof Event.ChannelClosed) {
      connection.bury();
    }
    // What arrives behind the end of a connection says nothing to the engine.
    if (event instanceof Event.InfoAnswered answer
        && answer.info().isPresent()
        && !connection.isBuried()) {
      reports.put(connection.server.index, answer.info().get());
    }
    feed(event);
  }

  void feed(Event event) {
    if (!isRunning()) {
      return;
    }
    Digest.of(event, world.journal);
    engine = beforeStep.apply(engine);
    List<Effect> effects = stepper.step(engine, localNow(), event);
    int thisLife = life();
    for (int i = 0; i < effects.size() && thisLife == life(); i++) {
      Effect effect = effects.get(i);
      Digest.of(effect, world.journal);
      perform(effect);
    }
    if (thisLife == life()) {
      planWake();
    }
  }

  private void planWake() {
    long wake = engine.nextWake();
    if (wake < wakePlanned) {
      wakePlanned = wake;
      int thisLife = life();
      world.scheduler.in(untilLocal(wake), () -> wake(thisLife, wake));
    }
  }

  /** Wakes the engine, unless something else has meanwhile and the time has not come any more. */
  private void wake(int thatLife, long planned) {
    if (thatLife != life() || wakePlanned != planned) {
      return;
    }
    wakePlanned = Long.MAX_VALUE;
    if (isPaused()) {
      return; // Waking up is a tick by itself.
    }
    if (engine.nextWake() > localNow()) {
      planWake();
    } else {
      feed(new Event.Tick());
    }
  }

  private static long key(LinkId link, ChannelKind kind) {
    return 2 * link.value() + (kind == ChannelKind.COMMAND ? 0 : 1);
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Send send) {
      Connection connection = connections.get(key(send.link(), ChannelKind.COMMAND));
      if (connection != null && connection.attempt() == send.attempt()) {
        send(connection, send.request());
      }
    } else if (effect instanceof Effect.Save save) {
      for (Observer observer : world.observers()) {
        observer.wantsSaved(this, save.state());
      }
      save(save);
    } else if (effect instanceof Effect.Answer answer) {
      Consumer<Reply> then = questions.remove(answer.requestId());
      if (then != null) {
        then.accept(answer.reply());
      }
    } else if (effect instanceof Effect.Announce said) {
      announce(said.notice());
    } else {
      performLink(effect);
    }
  }

  private void performLink(Effect effect) {
    if (effect instanceof Effect.Open open) {
      Connection opening =
          connect(open.link(), open.kind(), open.attempt(), open.address(), open.timeoutMillis());
      Connection former = connections.put(key(open.link(), open.kind()), opening);
      if (former != null) {
        former.closedByClient();
      }
    } else if (effect instanceof Effect.Close close) {
      Connection connection = connections.get(key(close.link(), close.kind()));
      if (connection != null && connection.attempt() == close.attempt()) {
        connections.remove(key(close.link(), close.kind()));
        connection.closedByClient();
      }
    } else if (effect instanceof Effect.Chronicle chronicle) {
      accounts.add(chronicle.account());
    } else if (effect instanceof Effect.Exit) {
      kill();
    } else {
      throw new AssertionError("no performer for " + effect);
    }
  }

  /** One save at a time; of those that wait, the latest replaces the others. */
  private void save(Effect.Save order) {
    if (diskBusy) {
      waitingSave = Optional.of(order);
      return;
    }
    diskBusy = true;
    int thisLife = life();
    world.scheduler.in(
        diskLatency(),
        () -> {
          if (thisLife == life()) {
            // What was not on disk yet is lost with the process; a process that hangs has it there.
            boolean failed = diskFails();
            if (!failed) {
              write(order.state());
            }
            receive(() -> saved(order, failed));
          }
        });
  }

  private void write(DurableState state) {
    DurableState before = disk;
    disk = state;
    for (Observer observer : world.observers()) {
      observer.saved(this, before, state);
    }
  }

  private void saved(Effect.Save order, boolean failed) {
    diskBusy = false;
    Optional<Effect.Save> next = waitingSave;
    waitingSave = Optional.empty();
    next.ifPresent(this::save);
    feed(
        failed
            ? new Event.SaveFailed(order.version(), "disk full")
            : new Event.Saved(order.version()));
  }

  @Override
  protected void handle(Connection from, Request request) {
    long attempt = from.attempt();
    if (request instanceof Request.Ping) {
      from.back(new Event.PingAnswered(from.link(), attempt, Event.PingReply.PONG));
    } else if (request instanceof Request.Hello hello) {
      feed(new Event.HelloTold(hello.payload()));
      from.back(new Event.HelloAnswered(from.link(), attempt, hello.primaryId(), true));
    } else if (request instanceof Request.IsDown question) {
      String candidate = question.candidate().orElse("*");
      ask(
          id ->
              new Event.IsDownAsked(
                  id,
                  question.address().host(),
                  question.address().port(),
                  question.epoch(),
                  candidate),
          reply -> {
            if (reply instanceof Reply.DownState state) {
              answer(from, question, state);
            }
          });
    } else {
      throw new AssertionError("a supervisor is never asked " + request);
    }
  }
}
