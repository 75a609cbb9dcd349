package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The engine knows every event, also about links and primaries that it does not know. */
final class EventTest {

  private static final Map<Class<?>, Object> VALUES =
      Map.ofEntries(
          Map.entry(long.class, 77L),
          Map.entry(int.class, 2),
          Map.entry(boolean.class, true),
          Map.entry(String.class, "unknown"),
          Map.entry(Optional.class, Optional.empty()),
          Map.entry(List.class, List.of()),
          Map.entry(Map.class, Map.of()),
          Map.entry(LinkId.class, new LinkId(99)),
          Map.entry(Endpoint.class, new Endpoint("10.0.0.9", 1)));

  private static Object value(Class<?> type) {
    return type.isEnum()
        ? type.getEnumConstants()[0]
        : Objects.requireNonNull(VALUES.get(type), type::toString);
  }

  private static Event example(Class<?> type) throws ReflectiveOperationException {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    return (Event) constructor.newInstance(Arrays.stream(types).map(EventTest::value).toArray());
  }

  @TestFactory
  Stream<DynamicTest> everyEventIsHandledEvenWhenItConcernsNothingKnown() {
    return Arrays.stream(Event.class.getPermittedSubclasses())
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type.getSimpleName(),
                    () -> {
                      Event event = example(type);
                      Subject subject = Subject.fresh();
                      assertThatCode(() -> subject.feed(event)).doesNotThrowAnyException();
                    }));
  }
}
