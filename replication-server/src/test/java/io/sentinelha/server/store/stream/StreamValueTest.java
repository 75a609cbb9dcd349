package io.sentinelha.server.store.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.store.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamValueTest {

  private static final int MAX_BYTES = 300;
  private static final int MAX_ENTRIES = 7;

  private final TreeMap<StreamId, List<String>> model = new TreeMap<>();
  private final StreamValue stream = new StreamValue();

  private static Slice slice(String text) {
    return Slice.of(text.getBytes(ISO_8859_1));
  }

  private void add(StreamId id, String... pairs) {
    List<Slice> slices = new ArrayList<>();
    for (String each : pairs) {
      slices.add(slice(each));
    }
    stream.append(id, slices, MAX_BYTES, MAX_ENTRIES);
    model.put(id, List.of(pairs));
  }

  private static String text(StreamValue stream, boolean backwards) {
    StringBuilder text = new StringBuilder();
    StreamCursor cursor = stream.range(StreamId.MIN, StreamId.MAX, backwards);
    while (cursor.next()) {
      List<String> pairs = new ArrayList<>();
      for (int i = 0; i < 2 * cursor.fields(); i++) {
        pairs.add(cursor.nextText().toString());
      }
      text.append(cursor.id()).append('=').append(pairs).append(' ');
    }
    return text.toString();
  }

  private static String text(NavigableMap<StreamId, List<String>> model, boolean backwards) {
    StringBuilder text = new StringBuilder();
    (backwards ? model.descendingMap() : model)
        .forEach((id, pairs) -> text.append(id).append('=').append(pairs).append(' '));
    return text.toString();
  }

  private static String groups(StreamValue stream) {
    StringBuilder text = new StringBuilder();
    stream.forEachGroup(
        group -> {
          text.append(group.name())
              .append(group.lastId())
              .append(group.pendings(StreamId.MIN, 999));
          group.forEachConsumer(
              consumer -> {
                text.append(consumer.name()).append(consumer.seenAt());
                group.forEachPending(
                    consumer,
                    StreamId.MIN,
                    each -> {
                      text.append(each.id());
                      return true;
                    });
              });
        });
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aStreamHoldsWhatASortedMapHoldsAndAFrozenOneStaysAsItWas(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StreamValue frozen = new StreamValue();
    String asItWas = "";
    String groupsAsTheyWere = "";
    String[] words = {"", "a", "17", "-4000", "9223372036854775807", "x".repeat(70), "007"};
    for (int i = 0; i < 4_000; i++) {
      StreamId last = stream.lastId();
      int dice = random.nextInt(100);
      if (dice < 60) {
        StreamId id =
            random.nextBoolean()
                ? last.next()
                : new StreamId(last.ms() + random.nextLong(1L << random.nextInt(40)) + 1, 5);
        String value = words[random.nextInt(words.length)];
        switch (random.nextInt(3)) {
          case 0 -> add(id, "a", value);
          case 1 -> add(id, "b", value, value, "2");
          default -> add(id, "a", value, "a", value);
        }
      } else if (dice < 75 && !model.isEmpty()) {
        List<StreamId> ids = new ArrayList<>(model.keySet());
        StreamId id = ids.get(random.nextInt(ids.size()));
        assertThat(stream.delete(List.of(id))).isEqualTo(1);
        model.remove(id);
      } else if (dice < 77) {
        long left = random.nextLong(40);
        stream.trimToLength(left, false, 0);
        while (model.size() > left) {
          model.pollFirstEntry();
        }
      } else if (dice < 79 && !model.isEmpty()) {
        List<StreamId> ids = new ArrayList<>(model.keySet());
        StreamId least = ids.get(random.nextInt(Math.min(20, ids.size()))).next();
        stream.trimBefore(least, false, 0);
        model.headMap(least).clear();
      } else if (dice < 97) {
        changeGroups(random);
      } else {
        assertThat(text(frozen, false)).isEqualTo(asItWas);
        assertThat(groups(frozen)).isEqualTo(groupsAsTheyWere);
        frozen = (StreamValue) (random.nextBoolean() ? stream.frozen() : stream.copy());
        asItWas = text(model, false);
        groupsAsTheyWere = groups(stream);
        assertThat(groups(frozen)).isEqualTo(groupsAsTheyWere);
      }
      assertThat(stream.size()).isEqualTo(model.size());
      assertThat(stream.firstId()).isEqualTo(model.isEmpty() ? StreamId.MIN : model.firstKey());
    }
    assertThat(text(stream, false)).isEqualTo(text(model, false));
    assertThat(text(stream, true)).isEqualTo(text(model, true));
    assertThat(((StreamValue) stream.copy()).memory()).isEqualTo(stream.memory());
    stream.trimToLength(0, false, 0);
    List<Slice> names = new ArrayList<>();
    stream.forEachGroup(group -> names.add(group.name()));
    names.forEach(stream::removeGroup);
    assertThat(stream.memory()).isEqualTo(new StreamValue().memory());
  }

  private void changeGroups(SplittableRandom random) {
    Slice name = slice("g" + random.nextInt(3));
    ConsumerGroup group = stream.groupToChange(name);
    if (group == null) {
      group = stream.addGroup(name, StreamId.MIN, 0);
    }
    if (group == null) {
      throw new IllegalStateException("not added");
    }
    Slice who = slice("c" + random.nextInt(4));
    switch (random.nextInt(6)) {
      case 0 -> group.acknowledge(new StreamId(random.nextInt(300), 0));
      case 1 -> group.removeConsumer(who);
      case 2 -> group.lastId(new StreamId(random.nextInt(300), 0));
      default -> {
        if (group.consumer(who) == null) {
          group.addConsumer(who, 1);
        }
        group.seen(who, random.nextInt(100));
        group.pend(new Pending(new StreamId(random.nextInt(300), 0), who, 5, 1));
      }
    }
    if (random.nextInt(50) == 0) {
      stream.removeGroup(name);
    }
    stream.forEachGroup(
        each -> {
          int[] count = {0};
          each.forEachConsumer(consumer -> count[0] += consumer.pendingCount());
          assertThat(count[0]).isEqualTo(each.pendingCount());
        });
  }

  @Test
  void nodesOfAFileGiveTheSameStream() {
    for (int i = 1; i < 100; i++) {
      add(new StreamId(1_000 + i, 0), "name", "value " + i, "n", Integer.toString(i * i * i * i));
    }
    stream.delete(List.of(new StreamId(1_005, 0), new StreamId(1_099, 0)));
    StreamValue read = new StreamValue();
    stream.forEachNode(
        (first, bytes, length) ->
            assertThat(read.addNode(first, java.util.Arrays.copyOf(bytes, length))).isTrue());
    read.restore(stream.lastId(), stream.maxDeletedId(), stream.entriesAdded());
    assertThat(text(read, false)).isEqualTo(text(stream, false));
    assertThat(read.firstId()).isEqualTo(stream.firstId());
    assertThat(read.size()).isEqualTo(stream.size());
    read.append(new StreamId(5_000, 0), List.of(slice("a"), slice("b")), MAX_BYTES, MAX_ENTRIES);
    assertThat(read.size()).isEqualTo(stream.size() + 1);
  }

  @Test
  void aDamagedNodeIsRefusedOrHarmless() {
    for (int i = 1; i < 6; i++) {
      add(new StreamId(1_000 + i, 0), "name", "value " + i, "n", Integer.toString(i * i * i * i));
    }
    add(new StreamId(2_000, 0), "x", "y".repeat(80));
    List<byte[]> nodes = new ArrayList<>();
    stream.forEachNode((first, bytes, length) -> nodes.add(java.util.Arrays.copyOf(bytes, length)));
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 50_000; i++) {
      byte[] damaged = nodes.get(0).clone();
      for (int j = random.nextInt(3); j >= 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      StreamValue read = new StreamValue();
      if (read.addNode(new StreamId(1_001, 0), damaged)) {
        read.restore(StreamId.MAX, StreamId.MIN, 9);
        text(read, false);
        text(read, true);
        read.trimToLength(0, false, 0);
      }
    }
  }

  @Test
  void anIdIsComparedWithoutSign() {
    assertThat(new StreamId(-1, 0).isAfter(new StreamId(1, 0))).isTrue();
    assertThat(new StreamId(1, -1).next()).isEqualTo(new StreamId(2, 0));
    assertThat(new StreamId(2, 0).previous()).isEqualTo(new StreamId(1, -1));
    assertThat(StreamId.MAX.toString()).isEqualTo("18446744073709551615-18446744073709551615");
  }
}
