package io.sentinelha.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketTableTest {

  private final Keyspace table = new Keyspace(SipHash.seeded(new SplittableRandom(1)));

  private @Nullable Object find(String key) {
    byte[] bytes = key.getBytes(UTF_8);
    return table.find(bytes, 0, bytes.length);
  }

  private void put(String key, String value, long expireAt) {
    find(key);
    table.put(Items.string(slice(key), slice(value), expireAt, false));
  }

  private boolean remove(String key) {
    boolean found = find(key) != null;
    if (found) {
      table.remove();
    }
    return found;
  }

  private static Slice slice(String text) {
    return Slice.of(text.getBytes(UTF_8));
  }

  private static String key(Object item) {
    return new String(Items.key(item), UTF_8);
  }

  private static String value(Object item) {
    return new String(Items.text(item).toArray(), UTF_8);
  }

  private Map<String, String> content() {
    Map<String, String> all = new TreeMap<>();
    table.forEach(item -> all.put(key(item), value(item)));
    return all;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void holdsWhatAMapHolds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, String> model = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      // Grows for a while, then shrinks, so that segments split and join.
      boolean growing = (i / 50_000) % 2 == 0;
      String key = "k" + random.nextInt(30_000);
      if (random.nextInt(10) < (growing ? 8 : 2)) {
        String value = Integer.toString(i);
        put(key, value, random.nextInt(5) == 0 ? i + 1L : Items.NEVER);
        model.put(key, value);
      } else {
        assertThat(remove(key)).isEqualTo(model.remove(key) != null);
      }
    }
    assertThat(table.size()).isEqualTo(model.size());
    assertThat(content()).isEqualTo(new TreeMap<>(model));
    model.forEach((key, value) -> assertThat(find(key)).isNotNull());
  }

  @Test
  void growsAndGivesBack() {
    long empty = table.memory();
    for (int i = 0; i < 100_000; i++) {
      put("key:" + i, "v", Items.NEVER);
    }
    long full = table.memory();
    assertThat(full).isLessThan(100_000L * 12);
    for (int i = 0; i < 100_000; i++) {
      remove("key:" + i);
    }
    assertThat(table.size()).isZero();
    assertThat(table.memory()).isLessThan(empty + full / 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aScanMissesNothingThatWasThereAllTheTime(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> stable = new HashSet<>();
    int size = 1 + random.nextInt(5_000);
    for (int i = 0; i < size; i++) {
      put("stable:" + i, "v", Items.NEVER);
      stable.add("stable:" + i);
    }
    Set<String> seen = new HashSet<>();
    int others = 0;
    boolean growing = random.nextBoolean();
    long cursor = 0;
    do {
      cursor = table.scan(cursor, item -> seen.add(key(item)));
      // Other keys come and go in masses, so that the table splits and joins under the scan.
      for (int i = 0; i < 100; i++) {
        if (growing) {
          put("other:" + others++, "v", Items.NEVER);
        } else if (others > 0) {
          remove("other:" + --others);
        }
      }
      if (random.nextInt(40) == 0) {
        growing = !growing;
      }
    } while (cursor != 0);
    assertThat(seen).containsAll(stable);
  }

  @Test
  void aScanOfATableAtRestGivesEveryItemOnce() {
    for (int i = 0; i < 3_000; i++) {
      put("key:" + i, "v", Items.NEVER);
    }
    List<String> seen = new ArrayList<>();
    long cursor = 0;
    do {
      cursor = table.scan(cursor, item -> seen.add(key(item)));
    } while (cursor != 0);
    assertThat(seen).hasSize(3_000).doesNotHaveDuplicates();
  }

  @Test
  void anyCursorIsAnswered() {
    for (int i = 0; i < 3_000; i++) {
      put("key:" + i, "v", Items.NEVER);
    }
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 10_000; i++) {
      table.scan(random.nextLong(), item -> {});
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aSnapshotShowsTheMomentInWhichItBegan(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 5_000; i++) {
      put("k" + random.nextInt(8_000), "before", Items.NEVER);
    }
    Map<String, String> before = content();
    Taken taken = new Taken();
    table.beginSnapshot(taken);
    int changes = 0;
    do {
      for (int i = 0; i < 400; i++, changes++) {
        String key = "k" + random.nextInt(16_000);
        switch (random.nextInt(4)) {
          case 0 -> remove(key);
          case 1 -> overwrite(key, "nowise");
          default -> put(key, "after", Items.NEVER);
        }
      }
      taken.read(random.nextInt(3));
    } while (!table.walk(1));
    taken.read(Integer.MAX_VALUE);
    List<String> expected = new ArrayList<>();
    before.forEach((key, value) -> expected.add(key + "=" + value));
    assertThat(changes).isPositive();
    assertThat(taken.read).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** What a snapshot takes, and reads a batch at a time, later. */
  private final class Taken implements SnapshotTaker {
    private final List<String> read = new ArrayList<>();
    private final List<Object> waiting = new ArrayList<>();
    private final int first = table.nextBatch();
    private int done = first - 1;

    @Override
    public void take(Object item) {
      waiting.add(item);
    }

    @Override
    public int batch() {
      return first + (read.size() + waiting.size()) / 64;
    }

    @Override
    public boolean isDone(int batch) {
      return batch <= done;
    }

    void read(int batches) {
      int count = (int) Math.min(waiting.size(), 64L * batches);
      List<Object> some = waiting.subList(0, count);
      some.forEach(item -> read.add(key(item) + "=" + value(item)));
      some.clear();
      done = first + read.size() / 64 - 1;
    }
  }

  /** Writes over a value of the same length, if the table lets us. */
  private void overwrite(String key, String value) {
    byte[] name = key.getBytes(UTF_8);
    Object item = table.find(name, 0, name.length);
    if (item != null && Items.textLength(item) == value.length() && table.mayOverwrite()) {
      Items.overwrite(item, value.getBytes(UTF_8), 0, value.length());
    }
  }

  @Test
  void theNextSnapshotSeesEverythingAgain() {
    for (int round = 1; round <= 3; round++) {
      for (int i = 0; i < 1_000; i++) {
        put("k" + i, "round " + round, Items.NEVER);
      }
      Taken taken = new Taken();
      table.beginSnapshot(taken);
      assertThat(table.walk(Integer.MAX_VALUE)).isTrue();
      taken.read(Integer.MAX_VALUE);
      String value = "=round " + round;
      assertThat(taken.read).hasSize(1_000).allMatch(text -> text.endsWith(value));
    }
  }

  @Test
  void whatHasExpiredIsFoundAndNothingElse() {
    for (int i = 0; i < 10_000; i++) {
      put("k" + i, "v", i % 10 == 0 ? Items.NEVER : 1_000 + i);
    }
    assertThat(table.expiring()).isEqualTo(9_000);
    Set<String> found = new HashSet<>();
    long position = 0;
    do {
      position = table.expired(position, 5_000, 3, item -> found.add(key(item)));
    } while (position != 0);
    assertThat(found).hasSize(3_600).doesNotContain("k0", "k4001", "k9999").contains("k1", "k3999");
    found.forEach(this::remove);
    assertThat(table.expiring()).isEqualTo(9_000 - found.size());
    assertThat(table.expired(0, 5_000, Integer.MAX_VALUE, item -> found.add("again"))).isZero();
    assertThat(found).doesNotContain("again");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40, 5_000})
  void everyItemMayBePicked(int size) {
    for (int i = 0; i < size; i++) {
      put("k" + i, "v", Items.NEVER);
    }
    Set<String> picked = new HashSet<>();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20 * size; i++) {
      Object item = table.random(random);
      assertThat(item).isNotNull();
      if (item != null) {
        picked.add(key(item));
      }
    }
    assertThat(picked.size()).isGreaterThan(size - 1 - size / 1_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 700, 50_000, Long.MAX_VALUE})
  void aTableThatExpectsAnyNumberOfItemsTakesWhatComes(long expected) {
    table.expect(expected);
    Map<String, String> model = new TreeMap<>();
    for (int i = 0; i < 30_000; i++) {
      put("key" + i, "value" + i, Items.NEVER);
      model.put("key" + i, "value" + i);
    }
    for (int i = 0; i < 30_000; i += 3) {
      assertThat(remove("key" + i)).isTrue();
      model.remove("key" + i);
    }
    assertThat(content()).isEqualTo(model);
    assertThat(table.size()).isEqualTo(model.size());
    assertThat(table.memory()).isLessThan(16 << 20);
  }

  @Test
  void aTableWithItemsKeepsThemWhateverItExpects() {
    put("a", "1", Items.NEVER);
    table.expect(1 << 20);
    assertThat(content()).containsExactly(Map.entry("a", "1"));
  }
}
