package io.sentinelha.server.rdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;

/** A dump put together by hand, with forms that our writer does not write. */
public final class DumpBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Begins a dump of a version. */
  public static DumpBytes version(int version) {
    return new DumpBytes().ascii(String.format("REDIS%04d", version));
  }

  /** Bytes without a beginning. */
  public static DumpBytes bare() {
    return new DumpBytes();
  }

  public DumpBytes u8(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  DumpBytes ascii(String text) {
    out.writeBytes(text.getBytes(ISO_8859_1));
    return this;
  }

  DumpBytes bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** A number, least byte first. */
  DumpBytes little(long value, int width) {
    for (int i = 0; i < width; i++) {
      out.write((int) (value >>> (8 * i)));
    }
    return this;
  }

  /** A number, least byte last. */
  DumpBytes big(long value, int width) {
    for (int i = width - 1; i >= 0; i--) {
      out.write((int) (value >>> (8 * i)));
    }
    return this;
  }

  DumpBytes length(int value) {
    return value < 64 ? u8(value) : u8(0x80).big(value, 4);
  }

  DumpBytes string(byte[] text) {
    return length(text.length).bytes(text);
  }

  public DumpBytes string(String text) {
    return string(text.getBytes(ISO_8859_1));
  }

  /** A key of a type; its value follows. */
  public DumpBytes key(int type, String name) {
    return u8(type).string(name);
  }

  int size() {
    return out.size();
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  /** The whole, with end mark and checksum. */
  public byte[] end() {
    u8(Types.END);
    byte[] all = toBytes();
    return little(Crc64.update(0, all, 0, all.length), 8).toBytes();
  }

  /** A ziplist of texts; what looks like a small number becomes one. */
  static byte[] ziplist(String... elements) {
    DumpBytes body = bare();
    int before = 0;
    int last = 0;
    for (String element : elements) {
      last = body.size();
      int start = body.size();
      body.u8(before);
      if (element.matches("\\d|1[0-2]")) {
        body.u8(0xf1 + Integer.parseInt(element));
      } else if (element.matches("-?[1-9]\\d{0,18}")) {
        number(body, Long.parseLong(element));
      } else if (element.length() < 64) {
        body.u8(element.length()).ascii(element);
      } else {
        body.u8(0x40 | element.length() >>> 8, element.length() & 0xff).ascii(element);
      }
      before = body.size() - start;
    }
    return bare()
        .little(body.size() + 11, 4)
        .little(10 + last, 4)
        .little(elements.length, 2)
        .bytes(body.toBytes())
        .u8(0xff)
        .toBytes();
  }

  private static void number(DumpBytes to, long value) {
    if (value == (byte) value) {
      to.u8(0xfe).little(value, 1);
    } else if (value == (short) value) {
      to.u8(0xc0).little(value, 2);
    } else if (value >= -(1 << 23) && value < 1 << 23) {
      to.u8(0xf0).little(value, 3);
    } else if (value == (int) value) {
      to.u8(0xd0).little(value, 4);
    } else {
      to.u8(0xe0).little(value, 8);
    }
  }

  /** A listpack of texts, none of them as a number. */
  static byte[] listpack(String... elements) {
    DumpBytes body = bare();
    for (String element : elements) {
      int start = body.size();
      if (element.length() < 64) {
        body.u8(0x80 | element.length());
      } else {
        body.u8(0xe0 | element.length() >>> 8, element.length() & 0xff);
      }
      body.ascii(element);
      int size = body.size() - start;
      if (size <= 127) {
        body.u8(size);
      } else {
        body.u8(size >>> 7, 0x80 | (size & 0x7f));
      }
    }
    return bare()
        .little(body.size() + 7, 4)
        .little(elements.length, 2)
        .bytes(body.toBytes())
        .u8(0xff)
        .toBytes();
  }

  /** A zipmap with a byte unused behind every value. */
  static byte[] zipmap(String... pairs) {
    DumpBytes map = bare().u8(pairs.length / 2);
    for (int i = 0; i < pairs.length; i += 2) {
      map.u8(pairs[i].length()).ascii(pairs[i]);
      map.u8(pairs[i + 1].length(), 1).ascii(pairs[i + 1]).u8(0);
    }
    return map.u8(0xff).toBytes();
  }

  /**
   * A node of a stream: two entries with the same fields, one of them deleted, and one with others.
   */
  static byte[] streamNode() {
    DumpBytes body = bare();
    int[] numbers = {2, 1, 1};
    for (int number : numbers) {
      body.u8(number, 1);
    }
    body.u8(0x81).ascii("f").u8(2).u8(0, 1);
    entry(body, 2, 0, 0, "one");
    body.u8(4, 1);
    entry(body, 3, 5, 0, "two");
    body.u8(4, 1);
    body.u8(0, 1).u8(9, 1).u8(1, 1).u8(1, 1);
    body.u8(0x81).ascii("g").u8(2).u8(0x81).ascii("v").u8(2).u8(6, 1);
    int count = 5 + 5 + 5 + 7;
    return bare()
        .little(body.size() + 7, 4)
        .little(count, 2)
        .bytes(body.toBytes())
        .u8(0xff)
        .toBytes();
  }

  private static void entry(DumpBytes body, int flags, int ms, int seq, String value) {
    body.u8(flags, 1, ms, 1, seq, 1);
    body.u8(0x80 | value.length()).ascii(value).u8(value.length() + 1);
  }

  /** A stream in one of its three forms. */
  DumpBytes stream(int type, String name) {
    key(type, name).length(1).length(16).big(1000, 8).big(0, 8).string(streamNode());
    length(2).length(2000).length(1);
    if (type != Types.STREAM) {
      length(1000).length(0).length(1005).length(0).length(5);
    }
    length(1).string("group").length(1000).length(0);
    if (type != Types.STREAM) {
      length(1);
    }
    length(1).big(1000, 8).big(0, 8).little(1_700_000_000_000L, 8).length(3);
    length(2).string("anna").little(1_700_000_000_000L, 8);
    if (type == Types.STREAM_3) {
      little(1_700_000_000_000L, 8);
    }
    length(1).big(1000, 8).big(0, 8);
    string("bert").little(1_700_000_000_001L, 8);
    if (type == Types.STREAM_3) {
      little(-1, 8);
    }
    return length(0);
  }

  /** Every form that a real server of version 7.0 reads. */
  public static DumpBytes everyForm(int version) {
    String text = "x".repeat(80);
    DumpBytes dump = version(version).u8(Types.SELECT).length(0);
    if (version >= 7) {
      dump.u8(Types.AUX).string("redis-ver").string("3.2.0");
      dump.u8(Types.AUX).string("unheard-of").string("x");
      dump.u8(Types.RESIZE).length(20).length(1);
    }
    dump.key(Types.STRING, "int8").u8(0xc0, 0xfb);
    dump.key(Types.STRING, "int16").u8(0xc1).little(-300, 2);
    dump.key(Types.STRING, "int32").u8(0xc2).little(-70_000, 4);
    dump.key(Types.STRING, "len14").u8(0x41, 0x2c).ascii("y".repeat(300));
    dump.key(Types.STRING, "len64").u8(0x81).big(3, 8).ascii("abc");
    dump.key(Types.STRING, "lzf").u8(0xc3).length(4).length(7).u8(0, (int) 'a', 0x80, 0);
    return dump.rest(text);
  }

  private DumpBytes rest(String text) {
    u8(Types.EXPIRE_SECONDS).little(2_000_000_000L, 4);
    key(Types.LIST, "list").length(3).string("a").string("b").u8(0xc0, 7);
    u8(Types.EXPIRE_MILLIS).little(4_000_000_000_123L, 8);
    key(Types.SET, "set").length(2).string("m").string("n");
    key(Types.ZSET, "zset").length(4);
    string("one").u8(3).ascii("1.5");
    string("two").u8(254);
    string("three").u8(255);
    string("four").u8(4).ascii("1e10");
    key(Types.HASH, "hash").length(2).string("f").string("v").string("g").string(text);
    key(Types.ZSET_2, "zset2").length(2).string("p");
    little(Double.doubleToRawLongBits(0.1), 8).string("q");
    little(Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY), 8);
    key(Types.HASH_ZIPMAP, "zipmap").string(zipmap("a", "b", "c", "d"));
    key(Types.LIST_ZIPLIST, "lzl");
    string(ziplist("a", "5", "100", "-300", "70000", "5000000", "5000000000", text));
    key(Types.SET_INTSET, "is16")
        .string(bare().little(2, 4).little(2, 4).little(-5, 2).little(9, 2).toBytes());
    key(Types.SET_INTSET, "is64")
        .string(bare().little(8, 4).little(1, 4).little(1L << 40, 8).toBytes());
    key(Types.ZSET_ZIPLIST, "zzl").string(ziplist("a", "1", "b", "2.25", "c", "inf"));
    key(Types.HASH_ZIPLIST, "hzl").string(ziplist("a", "1", "b", text));
    key(Types.LIST_QUICKLIST, "ql").length(2).string(ziplist("a", "b")).string(ziplist("c"));
    return this;
  }

  /** What came with 5.0 and 7.0. */
  public DumpBytes newForms() {
    key(Types.HASH_LISTPACK, "hlp").string(listpack("a", "1", "b", "x".repeat(150)));
    key(Types.ZSET_LISTPACK, "zlp").string(listpack("a", "-inf", "b", "2.25"));
    key(Types.LIST_QUICKLIST_2, "ql2").length(2);
    length(Types.PACKED).string(listpack("a", "12", "c")).length(Types.PLAIN).string("plain");
    u8(Types.IDLE).length(77);
    stream(Types.STREAM, "s1");
    u8(Types.FREQUENCY, 200);
    return stream(Types.STREAM_2, "s2");
  }

  /** What came later. */
  public DumpBytes newestForms() {
    u8(Types.SLOT_INFO).length(1).length(2).length(3);
    key(Types.SET_LISTPACK, "slp").string(listpack("a", "b", "3"));
    key(Types.HASH_TIMED, "ht").little(0, 8).length(1).length(0).string("f").string("v");
    key(Types.HASH_TIMED_LISTPACK, "htl").little(0, 8).string(listpack("f", "v", "0"));
    return stream(Types.STREAM_3, "s3");
  }
}
