package io.sentinelha.server.store.collection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelha.server.store.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random changes of a collection and of a JDK collection give the same content; twins that were
 * taken on the way keep theirs.
 */
final class CollectionsTest {

  private static final int STEPS = 40_000;

  private final Forms forms = new Forms(new SplittableRandom(3));

  private static Slice slice(String text) {
    return Slice.of(text.getBytes(ISO_8859_1));
  }

  private static String text(SplittableRandom random, int kinds) {
    int number = random.nextInt(kinds);
    return switch (number % 5) {
      case 0 -> Integer.toString(number * number);
      case 1 -> Long.toString(-1L << (number % 64));
      case 2 -> "x".repeat(number % 150) + number;
      case 3 -> "0" + number;
      default -> "member:" + number;
    };
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "2, 200", "3, 6000", "4, 70"})
  void aHashIsAMap(long seed, int kinds) {
    SplittableRandom random = new SplittableRandom(seed);
    HashValue hash = new HashValue(forms);
    Map<String, String> model = new LinkedHashMap<>();
    Map<HashValue, Map<String, String>> twins = new HashMap<>();
    for (int i = 0; i < STEPS; i++) {
      String name = text(random, kinds);
      if (random.nextInt(i / 10_000 % 2 == 0 ? 3 : 2) > 0) {
        String value = text(random, 100);
        assertThat(hash.put(slice(name), slice(value))).isEqualTo(model.put(name, value) == null);
      } else {
        assertThat(hash.remove(slice(name).array(), 0, name.length()))
            .isEqualTo(model.remove(name) != null);
      }
      assertThat(hash.has(slice(name).array(), 0, name.length()))
          .isEqualTo(model.containsKey(name));
      assertThat(hash.size()).isEqualTo(model.size());
      if (i % 5_000 == 77) {
        twins.put(hash.frozen(), new LinkedHashMap<>(model));
      }
    }
    twins.put(hash, model);
    twins.forEach((twin, then) -> assertThat(content(twin)).isEqualTo(then));
    assertThat(hash.memory()).isPositive();
  }

  private static Map<String, String> content(HashValue hash) {
    Map<String, String> all = new LinkedHashMap<>();
    for (HashValue.Cursor cursor = hash.cursor(); cursor.next(); ) {
      all.put(cursor.name().toString(), cursor.value().toString());
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "2, 200", "3, 6000", "4, 1000"})
  void aSetIsASet(long seed, int kinds) {
    SplittableRandom random = new SplittableRandom(seed);
    SetValue set = new SetValue(forms);
    Set<String> model = new HashSet<>();
    Map<SetValue, Set<String>> twins = new HashMap<>();
    for (int i = 0; i < STEPS; i++) {
      String member =
          seed == 4 && i < 20_000 ? "" + random.nextInt(kinds) * 99_999L : text(random, kinds);
      if (random.nextInt(i / 10_000 % 2 == 0 ? 3 : 2) > 0) {
        assertThat(set.add(slice(member))).isEqualTo(model.add(member));
      } else {
        assertThat(set.remove(slice(member).array(), 0, member.length()))
            .isEqualTo(model.remove(member));
      }
      assertThat(set.has(slice(member).array(), 0, member.length()))
          .isEqualTo(model.contains(member));
      assertThat(set.size()).isEqualTo(model.size());
      if (i % 5_000 == 77) {
        twins.put(set.frozen(), new HashSet<>(model));
      }
    }
    twins.put(set, model);
    twins.forEach((twin, then) -> assertThat(content(twin)).isEqualTo(then));
  }

  private static Set<String> content(SetValue set) {
    Set<String> all = new HashSet<>();
    for (SetValue.Cursor cursor = set.cursor(); cursor.next(); ) {
      all.add(cursor.member().toString());
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({"1, -2", "2, 3", "3, -1", "4, 128"})
  void aListIsAList(long seed, int node) {
    SplittableRandom random = new SplittableRandom(seed);
    forms.list(node);
    ListValue list = new ListValue(forms);
    List<String> model = new ArrayList<>();
    Map<ListValue, List<String>> twins = new HashMap<>();
    for (int i = 0; i < STEPS / 2; i++) {
      step(list, model, random, i / 5_000 % 2 == 0);
      assertThat(list.size()).isEqualTo(model.size());
      if (!model.isEmpty()) {
        int at = random.nextInt(model.size());
        Text found = new Text();
        list.get(at, found);
        assertThat(found.toString()).isEqualTo(model.get(at));
      }
      if (i % 2_500 == 77) {
        twins.put(list.frozen(), new ArrayList<>(model));
      }
    }
    twins.put(list, model);
    twins.forEach(
        (twin, then) -> {
          assertThat(content(twin, 0, false)).isEqualTo(then);
          List<String> reversed = content(twin, twin.size() - 1, true);
          java.util.Collections.reverse(reversed);
          assertThat(reversed).isEqualTo(then);
        });
    ListValue read = new ListValue(forms);
    for (int i = 0; i < list.nodes(); i++) {
      read.addListpack(list.listpack(i));
    }
    assertThat(content(read, 0, false)).isEqualTo(model);
  }

  private static void step(
      ListValue list, List<String> model, SplittableRandom random, boolean grow) {
    String element = text(random, 300);
    int size = model.size();
    Text found = new Text();
    switch (random.nextInt(grow ? 5 : 9)) {
      case 0 -> {
        list.push(true, slice(element));
        model.add(element);
      }
      case 1 -> {
        list.push(false, slice(element));
        model.add(0, element);
      }
      case 2, 3 -> {
        int at = random.nextInt(size + 1);
        list.insert(at, slice(element));
        model.add(at, element);
      }
      case 4 -> {
        if (size > 0) {
          int at = random.nextInt(size);
          list.set(at, slice(element));
          model.set(at, element);
        }
      }
      case 5 -> {
        boolean tail = random.nextBoolean();
        if (size > 0) {
          list.pop(tail, found);
          assertThat(found.toString()).isEqualTo(model.remove(tail ? size - 1 : 0));
        }
      }
      case 6, 7 -> {
        int most = random.nextInt(-3, 4);
        long removed = list.remove(slice(element), most);
        assertThat(removed).isEqualTo(remove(model, element, most));
      }
      default -> {
        boolean tail = random.nextBoolean();
        int count = random.nextInt(Math.min(size, 40) + 1);
        list.drop(tail, count);
        (tail ? model.subList(size - count, size) : model.subList(0, count)).clear();
      }
    }
  }

  private static long remove(List<String> model, String element, int most) {
    long removed = 0;
    while (most == 0 || removed < Math.abs(most)) {
      int at = most < 0 ? model.lastIndexOf(element) : model.indexOf(element);
      if (at < 0) {
        break;
      }
      model.remove(at);
      removed++;
    }
    return removed;
  }

  private static List<String> content(ListValue list, long from, boolean backwards) {
    List<String> all = new ArrayList<>();
    for (ListValue.Cursor cursor = list.cursor(from, backwards); cursor.next(); ) {
      all.add(cursor.element().toString());
    }
    return all;
  }

  private record Member(double score, String text) {
    static final Comparator<Member> ORDER =
        Comparator.comparingDouble(Member::score).thenComparing(Member::text);
  }

  @ParameterizedTest
  @CsvSource({"1, 20, 5", "2, 250, 1", "3, 9000, 100000", "4, 5000, 3"})
  void aSortedSetIsSorted(long seed, int kinds, int scores) {
    SplittableRandom random = new SplittableRandom(seed);
    ZsetValue zset = new ZsetValue(forms);
    Map<String, Double> model = new HashMap<>();
    Map<ZsetValue, Map<String, Double>> twins = new HashMap<>();
    for (int i = 0; i < STEPS; i++) {
      String member = text(random, kinds);
      byte[] bytes = slice(member).array();
      if (random.nextInt(i / 10_000 % 2 == 0 ? 3 : 2) > 0) {
        double score = random.nextInt(scores) / 2.0;
        assertThat(zset.put(score, slice(member))).isEqualTo(model.put(member, score) == null);
        assertThat(zset.score(slice(member))).isEqualTo(score);
      } else {
        assertThat(zset.remove(bytes, 0, bytes.length)).isEqualTo(model.remove(member) != null);
        assertThat(zset.score(slice(member))).isNaN();
      }
      assertThat(zset.size()).isEqualTo(model.size());
      if (i % 5_000 == 77) {
        twins.put(zset.frozen(), new HashMap<>(model));
        checkOrder(zset, model);
      }
    }
    checkOrder(zset, model);
    twins.forEach(CollectionsTest::checkOrder);
  }

  private static void checkOrder(ZsetValue zset, Map<String, Double> model) {
    List<Member> expected = new ArrayList<>();
    model.forEach((text, score) -> expected.add(new Member(score, text)));
    expected.sort(Member.ORDER);
    List<Member> found = new ArrayList<>();
    for (ZsetValue.Cursor cursor = zset.cursor(0, false); cursor.next(); ) {
      found.add(new Member(cursor.score(), cursor.member().toString()));
    }
    assertThat(found).isEqualTo(expected);
    List<Member> reversed = new ArrayList<>();
    for (ZsetValue.Cursor cursor = zset.cursor(zset.size() - 1, true); cursor.next(); ) {
      reversed.add(0, new Member(cursor.score(), cursor.member().toString()));
    }
    assertThat(reversed).isEqualTo(expected);
    for (int i = 0; i < expected.size(); i += 1 + expected.size() / 50) {
      Member member = expected.get(i);
      assertThat(zset.rank(slice(member.text()).array(), 0, member.text().length())).isEqualTo(i);
      assertThat(zset.below(member.score(), false))
          .isEqualTo(expected.stream().filter(m -> m.score() < member.score()).count());
      assertThat(zset.below(member.score(), true))
          .isEqualTo(expected.stream().filter(m -> m.score() <= member.score()).count());
    }
  }

  @Test
  void scanningSeesWhatStays() {
    HashValue hash = new HashValue(forms);
    for (int i = 0; i < 20_000; i++) {
      hash.put(slice("stays" + i), slice("1"));
    }
    Set<String> seen = new HashSet<>();
    long cursor = 0;
    int round = 0;
    do {
      cursor = hash.scan(cursor, 10, (name, value) -> seen.add(name.toString()));
      for (int i = 0; i < 50; i++) {
        hash.put(slice("comes" + round + ":" + i), slice("2"));
      }
      round++;
    } while (cursor != 0);
    for (int i = 0; i < 20_000; i++) {
      assertThat(seen.contains("stays" + i)).isTrue();
    }
  }

  @Test
  void rowsOfFilesAreCheckedByteByByte() {
    ListValue list = new ListValue(forms);
    list.push(true, slice("abc"));
    list.push(true, slice("12345"));
    list.push(true, slice("y".repeat(200)));
    byte[] row = list.listpack(0);
    for (int i = 0; i < row.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = row.clone();
        damaged[i] ^= (byte) (1 << bit);
        try {
          new ListValue(forms).addListpack(damaged);
        } catch (IllegalArgumentException e) {
          assertThat(e)
              .hasMessageMatching(
                  "its length is wrong.*|.* elements where .*|an element reaches .*"
                      + "|the length behind .*|unknown kind of element: .*");
        }
      }
    }
    assertThatThrownBy(() -> new ListValue(forms).addListpack(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
