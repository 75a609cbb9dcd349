package io.sentinelha.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random bytes, many of them nearly right, in random pieces. Whatever comes, both readers either
 * understand it or throw {@link ProtocolException}. {@code -Dfuzz.seed=N} runs one seed.
 */
final class CodecFuzzTest {

  private static final int ROUNDS_PER_SEED = 4000;

  private static final String[] WORDS = {
    "*",
    "$",
    "%",
    "~",
    ">",
    "+",
    "-",
    ":",
    "_",
    ",",
    "#",
    "(",
    "=",
    "!",
    "|",
    "\r\n",
    "\r\n",
    "\r\n",
    "\r",
    "\n",
    "0",
    "1",
    "2",
    "3",
    "-1",
    "9",
    "512",
    "99999999999",
    "PING",
    "'",
    "\"",
    "\\",
    "\\x4",
    " ",
    "t",
    "inf",
    "nan",
    "1e5",
    "txt:",
    "\u0000",
    "\u00ff",
    "*1\r\n$4\r\nPING\r\n",
    "*2\r\n",
    "$1\r\na\r\n",
    "%1\r\n",
    "*1048576\r\n",
    "$536870912\r\n",
    "*2147483647\r\n"
  };

  static LongStream seeds() {
    Long only = Long.getLong("fuzz.seed");
    return only != null ? LongStream.of(only) : LongStream.range(1, 9);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theRequestParserUnderstandsOrRefuses(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS_PER_SEED; round++) {
      byte[] bytes = bytes(random);
      ByteBuf buffer = Unpooled.buffer(16);
      RequestParser parser = new RequestParser(Limits.DEFAULT);
      try {
        for (int from = 0; from < bytes.length; ) {
          int size = Math.min(bytes.length - from, 1 + random.nextInt(20));
          buffer.writeBytes(bytes, from, size);
          from += size;
          while (parser.parse(buffer, random.nextBoolean())) {
            readAll(parser.request());
            parser.consume(buffer);
          }
        }
      } catch (ProtocolException e) {
        assertThat(e.offset()).isBetween(0L, (long) bytes.length);
      } catch (RuntimeException | AssertionError e) {
        fail("seed " + seed + ", round " + round, e);
      }
      assertThat(buffer.capacity()).as("memory, seed %s", seed).isLessThan(4 * bytes.length + 64);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theReplyReaderUnderstandsOrRefuses(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS_PER_SEED; round++) {
      byte[] bytes = bytes(random);
      ByteBuf buffer = Unpooled.buffer(16);
      RespReader reader = new RespReader(new ReplyLimits(8, 10_000, 1 << 20, 1000));
      try {
        for (int from = 0; from < bytes.length; ) {
          int size = Math.min(bytes.length - from, 1 + random.nextInt(20));
          buffer.writeBytes(bytes, from, size);
          from += size;
          while (reader.read(buffer).isPresent()) {
            assertThat(buffer.readerIndex()).isPositive();
          }
        }
      } catch (ProtocolException e) {
        assertThat(e.offset()).isBetween(0L, (long) bytes.length);
      } catch (RuntimeException | AssertionError e) {
        fail("seed " + seed + ", round " + round, e);
      }
    }
  }

  private static byte[] bytes(RandomGenerator random) {
    ByteBuf bytes = Unpooled.buffer();
    int words = 1 + random.nextInt(30);
    for (int i = 0; i < words; i++) {
      bytes.writeBytes(Chunks.buffer(WORDS[random.nextInt(WORDS.length)]));
    }
    byte[] array = new byte[bytes.readableBytes()];
    bytes.readBytes(array);
    if (array.length > 0 && random.nextInt(4) == 0) {
      array[random.nextInt(array.length)] = (byte) random.nextInt(256);
    }
    return array;
  }

  private static void readAll(Request request) {
    assertThat(request.argc()).isPositive();
    for (int i = 0; i < request.argc(); i++) {
      assertThat(request.bytes(i)).hasSize(request.length(i));
      request.integer(i);
    }
  }
}
