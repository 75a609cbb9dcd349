package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** An engine without sockets, with time that stands still, and all that it has propagated. */
public final class TestEngine {

  public final ManualClock clock = new ManualClock();
  public final Engine engine;

  /** What went into the stream, one effect after the other, with SELECT left out. */
  public final List<String> stream = new ArrayList<>();

  /** An engine with these families. */
  public TestEngine(List<CommandFamily> families) {
    List<CommandFamily> all = new ArrayList<>(families);
    all.add(registry -> registry.propagation(new Recorder()));
    engine = new Engine(clock, new SplittableRandom(7), clock, all);
    engine.open();
  }

  /** A client that has just connected. */
  public TestClient client() {
    return new TestClient(engine);
  }

  /** Lets time pass; the timers of the engine run. */
  public void pass(long millis) {
    clock.pass(millis);
    engine.updateTime();
  }

  private final class Recorder implements Propagation {
    @Override
    public boolean isActive() {
      return true;
    }

    @Override
    public void write(int db, int lastDb, byte[] bytes, int from, int length) {
      RequestReader reader = new RequestReader();
      int at = from;
      try {
        while (at < from + length) {
          at = reader.read(bytes, at, from + length, Integer.MAX_VALUE, true);
          List<String> words = new ArrayList<>();
          for (int i = 0; i < reader.args().count(); i++) {
            words.add(new String(reader.args().bytes(i), ISO_8859_1));
          }
          stream.add(String.join(" ", words));
        }
      } catch (io.sentinelha.resp.ProtocolException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
