package io.sentinelha.core.recorder;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Engine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fingerprints of effects and of engines: equal ones have equal fingerprints, whatever order their
 * maps have and whichever objects they share. Passwords do not count.
 */
final class EffectHash {

  /** Canonical bytes. A primary's state, which every save repeats, is hashed once. */
  private static final class Canonical extends Output {

    private record Hashed(DurableState.Primary primary, int hash) {}

    private final Map<String, Hashed> hashes;

    Canonical(Redaction redaction, Map<String, Hashed> hashes) {
      super(redaction);
      this.hashes = hashes;
    }

    @Override
    void text(String text) {
      literal(text);
    }

    @Override
    boolean isSorting() {
      return true;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // An equal one would do, but comparing costs as much.
    void shared(Object value, Runnable write) {
      DurableState.Primary primary = (DurableState.Primary) value;
      Hashed known = hashes.get(primary.name());
      if (known == null || known.primary != primary) {
        int from = size();
        write.run();
        known = new Hashed(primary, cut(from));
        hashes.put(primary.name(), known);
      }
      fixed(known.hash);
    }
  }

  private final Shape effect;
  private final Shapes shapes;
  private final Canonical out;

  EffectHash(Shapes shapes, Redaction redaction) {
    this.shapes = shapes;
    this.effect = shapes.of(Effect.class);
    this.out = new Canonical(redaction, new HashMap<>());
  }

  int of(List<Effect> effects) {
    out.clear();
    effects.forEach(e -> effect.write(out, e));
    return out.checksum();
  }

  int of(Engine engine) {
    out.clear();
    engine.save(new SavingArchive(shapes, out));
    return out.checksum();
  }
}
