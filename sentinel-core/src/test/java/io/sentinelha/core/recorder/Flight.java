package io.sentinelha.core.recorder;

import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.Credentials;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Engine;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.NodeInfo;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.engine.Request;
import io.sentinelha.quorum.Epoch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** An engine with a recorder, and a world that answers most of what it says. */
final class Flight implements AutoCloseable {

  private final Recorder recorder;
  private final Engine engine;
  private final RandomGenerator random = new SplittableRandom(11);
  private final Queue<Event> waiting = new ArrayDeque<>();
  private final List<String> announced = new ArrayList<>();
  private final AtomicLong dropped;
  private long now = 1;

  private Flight(Path folder, int megabytes, DurableState state) throws IOException {
    AtomicLong count = new AtomicLong();
    this.dropped = count;
    Recorder.Observer observer =
        new Recorder.Observer() {
          @Override
          public void onDropped(long events) {
            count.addAndGet(events);
          }
        };
    this.recorder = Recorder.open(new Recorder.Settings(folder, megabytes), "1.2.3", observer);
    this.engine = new Engine(state, 26379, recorder.random(), now);
    feed(new Event.Started());
  }

  static Flight into(Path folder) throws IOException {
    return into(folder, 64);
  }

  static Flight into(Path folder, int megabytes) throws IOException {
    return withPrimaries(folder, megabytes, 1);
  }

  static Flight withPrimaries(Path folder, int megabytes, int primaries) throws IOException {
    return new Flight(folder, megabytes, state(primaries, Credentials.NONE));
  }

  static Flight withPassword(Path folder, String password) throws IOException {
    Credentials auth = new Credentials(Optional.of("user"), Optional.of(password));
    return new Flight(folder, 64, state(1, auth));
  }

  private static DurableState state(int primaries, Credentials auth) {
    List<DurableState.Primary> all = new ArrayList<>();
    for (int i = 0; i < primaries; i++) {
      all.add(
          new DurableState.Primary(
              i == 0 ? "p" : "p" + i,
              new Endpoint("10.0.0.1", 6379 + i),
              Epoch.ZERO,
              Epoch.ZERO,
              PrimarySettings.defaults(1).withDownAfterMillis(1_000).withAuth(auth),
              List.of(new Endpoint("10.0.0.2", 6379)),
              List.of()));
    }
    return new DurableState("0".repeat(40), Epoch.ZERO, DurableState.Identity.DEFAULT, all);
  }

  static Replay.Listener listener(List<String> told) {
    return new Replay.Listener() {
      @Override
      public void onNotice(Instant when, Notice notice) {
        told.add(notice.event() + " " + notice.details());
      }
    };
  }

  List<String> announced() {
    return announced;
  }

  long dropped() {
    return dropped.get();
  }

  /** Lets time pass; links come and go. */
  void fly(long millis) {
    long end = now + millis;
    while (now < end) {
      now = Math.max(now + 1, engine.nextWake());
      feed(new Event.Tick());
    }
  }

  void feed(Event event) {
    waiting.add(event);
    Event next;
    while ((next = waiting.poll()) != null) {
      recorder.step(engine, now, next).forEach(this::perform);
    }
  }

  /** A third of the time, nobody answers. */
  private boolean isSilent() {
    return now / 5_000 % 3 == 2;
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Open open) {
      boolean works = !isSilent() && random.nextInt(3) > 0;
      waiting.add(
          works
              ? new Event.ChannelOpened(open.link(), open.kind(), open.attempt(), "10.0.1.1")
              : new Event.ChannelClosed(
                  open.link(), open.kind(), open.attempt(), Event.Cause.REFUSED));
    } else if (effect instanceof Effect.Send send && !isSilent()) {
      answer(send);
    } else if (effect instanceof Effect.Save save) {
      waiting.add(new Event.Saved(save.version()));
    } else if (effect instanceof Effect.Announce announce) {
      Notice notice = announce.notice();
      announced.add(notice.event() + " " + notice.details());
    }
  }

  private void answer(Effect.Send send) {
    if (random.nextInt(200) == 0) {
      waiting.add(
          new Event.ChannelClosed(
              send.link(), ChannelKind.COMMAND, send.attempt(), Event.Cause.RESET));
    } else if (send.request() instanceof Request.Ping) {
      waiting.add(new Event.PingAnswered(send.link(), send.attempt(), Event.PingReply.PONG));
    } else if (send.request() instanceof Request.Info) {
      String info = "run_id:" + "a".repeat(40) + "\r\nrole:master\r\nmaster_repl_offset:" + now;
      waiting.add(
          new Event.InfoAnswered(send.link(), send.attempt(), Optional.of(NodeInfo.parse(info))));
    } else if (send.request() instanceof Request.Hello hello) {
      waiting.add(new Event.HelloAnswered(send.link(), send.attempt(), hello.primaryId(), true));
    }
  }

  @Override
  public void close() {
    recorder.close();
  }
}
