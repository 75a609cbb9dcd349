package io.sentinelha.core.recorder;

import io.sentinelha.core.engine.Engine;
import java.util.random.RandomGenerator;

/** Copies of engines, made by saving and loading. */
public final class Copies {

  private Copies() {}

  public static Engine of(Engine engine, RandomGenerator random) {
    Shapes shapes = new Shapes();
    Output out = new Output(Redaction.done());
    engine.save(new SavingArchive(shapes, out));
    Input in = new Input();
    in.open(out.copy(), 0, out.size());
    Engine copy = Engine.load(new LoadingArchive(shapes, in), random);
    if (in.remaining() > 0) {
      throw new AssertionError(in.remaining() + " bytes are left over");
    }
    return copy;
  }
}
