package io.sentinelha.server.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with a packed value is noticed, and said with the place. */
final class PackedTest {

  private static List<String> all(Packed packed) throws RdbException {
    List<String> all = new ArrayList<>();
    while (packed.next()) {
      all.add(packed.text().toString());
    }
    return all;
  }

  private static byte[] with(byte[] bytes, int index, int value) {
    byte[] changed = bytes.clone();
    changed[index] = (byte) value;
    return changed;
  }

  @Test
  void numbersOfAllWidthsAreRead() throws Exception {
    String[] numbers = {
      "0", "12", "13", "-1", "127", "-300", "40000", "-8388608", "2147483647", "-5000000000"
    };
    assertThat(all(new Ziplist(DumpBytes.ziplist(numbers), 0))).containsExactly(numbers);
    DumpBytes body = DumpBytes.bare();
    body.u8(127, 1).u8(0xdf, 0xff, 2).u8(0xcf, 0xff, 2).u8(0xf1).little(-300, 2).u8(3);
    body.u8(0xf2).little(-8_388_608, 3).u8(4).u8(0xf3).little(1 << 30, 4).u8(5);
    body.u8(0xf4).little(Long.MIN_VALUE, 8).u8(9);
    byte[] listpack =
        DumpBytes.bare()
            .little(body.size() + 7, 4)
            .little(7, 2)
            .bytes(body.toBytes())
            .u8(0xff)
            .toBytes();
    assertThat(all(new Listpack(listpack, 0)))
        .containsExactly(
            "127", "-1", "4095", "-300", "-8388608", "1073741824", "-9223372036854775808");
  }

  @Test
  void aListpackThatDoesNotAddUpIsRefused() {
    byte[] good = DumpBytes.listpack("ab", "cde");
    assertThatThrownBy(() -> all(new Listpack(with(good, 0, 99), 7)))
        .isInstanceOf(RdbException.class)
        .hasMessageContaining("its length is wrong")
        .hasMessageEndingWith("at offset 7");
    assertThatThrownBy(() -> all(new Listpack(with(good, 4, 3), 7)))
        .hasMessageContaining("2 elements where 3 were announced");
    assertThatThrownBy(() -> all(new Listpack(with(good, 9, 4), 7)))
        .hasMessageContaining("the length behind an element is wrong");
    assertThatThrownBy(() -> all(new Listpack(with(good, 10, 0xbf), 7)))
        .hasMessageContaining("reaches behind the end");
    assertThatThrownBy(() -> all(new Listpack(with(good, 6, 0xfa), 7)))
        .hasMessageContaining("unknown kind of element");
  }

  @Test
  void aZiplistThatDoesNotAddUpIsRefused() {
    byte[] good = DumpBytes.ziplist("ab", "cde");
    assertThatThrownBy(() -> all(new Ziplist(with(good, 4, 11), 0)))
        .hasMessageContaining("the last element is not where it is said to be");
    assertThatThrownBy(() -> all(new Ziplist(with(good, 14, 5), 0)))
        .hasMessageContaining("the length of the element before is wrong");
    assertThatThrownBy(() -> all(new Ziplist(with(good, 15, 60), 0)))
        .hasMessageContaining("reaches behind the end");
  }

  @Test
  void numbersOfASetMustAscend() {
    byte[] twice = DumpBytes.bare().little(2, 4).little(2, 4).little(5, 2).little(5, 2).toBytes();
    assertThatThrownBy(() -> all(new Intset(twice, 0))).hasMessageContaining("do not ascend");
    byte[] short1 = DumpBytes.bare().little(2, 4).little(2, 4).little(5, 2).toBytes();
    assertThatThrownBy(() -> all(new Intset(short1, 0))).hasMessageContaining("its length");
  }

  @Test
  void aZipmapWithoutALastValueIsRefused() throws Exception {
    byte[] good = DumpBytes.zipmap("a", "b");
    assertThat(all(new Zipmap(good, 0))).containsExactly("a", "b");
    assertThatThrownBy(() -> all(new Zipmap(with(good, 0, 2), 0)))
        .hasMessageContaining("1 fields where 2 were announced");
  }
}
