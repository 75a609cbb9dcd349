package io.sentinelha.core.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.Credentials;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.LinkId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the engine takes in, gives out or keeps can be recorded and comes back as it was. */
final class ShapesTest {

  private static final int ROUNDS = 200;

  /** The text of a report and that of a refusal are left out on purpose. */
  private static final Set<Class<?>> REDACTED =
      Set.of(Event.InfoAnswered.class, Effect.Answer.class);

  private final Shapes shapes = new Shapes();

  static Stream<Class<?>> types() {
    return Stream.of(Event.class, Effect.class, DurableState.class)
        .flatMap(type -> Samples.leaves(type).stream());
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyValueComesBackAsItWas(Class<?> type) throws ReflectiveOperationException {
    Samples samples = new Samples(new SplittableRandom(7));
    Redaction redaction = Redaction.done();
    Output out = new Output(redaction);
    Input in = new Input();
    Output again = new Output(redaction);
    Shape shape = shapes.of(type);
    for (int i = 0; i < ROUNDS; i++) {
      Object value = samples.of(type);
      out.clear();
      shape.write(out, value);
      in.open(out.copy(), 0, out.size());
      Object read = shape.read(in);
      assertThat(in.remaining()).isZero();
      if (REDACTED.contains(type)) {
        again.clear();
        shape.write(again, read);
        assertThat(again.copy()).isEqualTo(out.copy());
      } else {
        assertThat(read).isEqualTo(value);
      }
    }
  }

  @Test
  void anEventIsTakenForNoOther() {
    Output out = new Output(Redaction.done());
    shapes.of(Event.class).write(out, new Event.Saved(5));
    Input in = new Input();
    in.open(out.copy(), 0, out.size());
    assertThat(shapes.of(Event.class).read(in)).isEqualTo(new Event.Saved(5));
  }

  @Test
  void bytesThatNobodyWroteAreRefusedAndNotBelieved() {
    Input in = new Input();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 10_000; i++) {
      byte[] junk = new byte[random.nextInt(60)];
      random.nextBytes(junk);
      in.open(junk, 0, junk.length);
      try {
        assertThat(shapes.of(Event.class).read(in)).isInstanceOf(Event.class);
      } catch (BadRecording e) {
        assertThat(e.text()).isNotEmpty();
      }
    }
  }

  @Test
  void aTypeThatCannotBeWrittenIsNotAccepted() {
    Output out = new Output(Redaction.done());
    Shape shape = shapes.of(Thread.class);
    assertThatThrownBy(() -> shape.write(out, Thread.currentThread()))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void equalEffectsHaveEqualHashesWhateverTheOrderOfTheirMaps() {
    EffectHash hash = new EffectHash(shapes, Redaction.done());
    Map<String, String> one = new LinkedHashMap<>();
    one.put("CONFIG", "a");
    one.put("SLAVEOF", "b");
    Map<String, String> other = new LinkedHashMap<>();
    other.put("SLAVEOF", "b");
    other.put("CONFIG", "a");
    assertThat(hash.of(List.of(open(one, "x")))).isEqualTo(hash.of(List.of(open(other, "x"))));
  }

  @Test
  void aPasswordIsReplacedByTheSameMarkEachTimeAndAnotherOneByAnother() {
    byte[] key = {1, 2, 3};
    EffectHash recording = new EffectHash(shapes, Redaction.with(key));
    EffectHash replay = new EffectHash(shapes, Redaction.done());
    Effect secret = open(Map.of(), "secret");
    Output out = new Output(Redaction.with(key));
    shapes.of(Effect.class).write(out, secret);
    Input in = new Input();
    in.open(out.copy(), 0, out.size());
    Effect marked = (Effect) shapes.of(Effect.class).read(in);

    assertThat(marked.toString()).doesNotContain("secret");
    assertThat(replay.of(List.of(marked))).isEqualTo(recording.of(List.of(secret)));
    assertThat(recording.of(List.of(secret)))
        .isNotEqualTo(recording.of(List.of(open(Map.of(), "other"))));
    assertThat(recording.of(List.of(secret)))
        .isNotEqualTo(new EffectHash(shapes, Redaction.with(new byte[] {4})).of(List.of(secret)));
  }

  private static Effect open(Map<String, String> renamed, String password) {
    return new Effect.Open(
        new LinkId(1),
        ChannelKind.COMMAND,
        1,
        new Endpoint("10.0.0.1", 6379),
        Effect.Audience.DATA_NODE,
        new Credentials(Optional.empty(), Optional.of(password)),
        renamed,
        100);
  }
}
