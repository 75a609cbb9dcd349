package io.sentinelha.server.rehearsal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;

/** Requests of the usual kinds, collected until they are sent. The same ones every time. */
final class Requests {

  private static final int KEYS = 10_000;
  private static final String TEXT = "v".repeat(100);

  private final SplittableRandom random = new SplittableRandom(1);
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

  Requests() {}

  void add(String... words) {
    StringBuilder request = new StringBuilder().append('*').append(words.length).append("\r\n");
    for (String word : words) {
      request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    collected.writeBytes(request.toString().getBytes(US_ASCII));
  }

  /** Adds any of the requests, most of which write. */
  void addAny() {
    String number = Integer.toString(random.nextInt(KEYS));
    String small = Integer.toString(random.nextInt(100));
    switch (random.nextInt(16)) {
      case 0 -> add("GET", "key:" + number);
      case 1 -> add("LRANGE", "list:" + small, "0", "20");
      case 2 -> add("HGET", "hash:" + small, "field:" + number);
      default -> addWrite();
    }
  }

  /** Adds a request as it may stand in a replication stream. */
  void addWrite() {
    String number = Integer.toString(random.nextInt(KEYS));
    String small = Integer.toString(random.nextInt(100));
    switch (random.nextInt(13)) {
      case 0 -> add("INCR", "counter:" + small);
      case 1 -> add("LPUSH", "list:" + small, TEXT);
      case 2 -> add("RPOP", "list:" + small);
      case 3 -> add("SADD", "set:" + small, "member:" + number);
      case 4 -> add("HSET", "hash:" + small, "field:" + number, TEXT);
      case 5 -> add("ZADD", "zset:" + small, number, "member:" + number);
      case 6 -> add("MSET", "key:" + number, TEXT, "key:" + small, TEXT);
      case 7 -> add("SET", "volatile:" + number, TEXT, "PX", "1" + small);
      case 8 -> add("DEL", "key:" + number);
      default -> add("SET", "key:" + number, TEXT);
    }
  }

  /** Returns what was collected, and begins anew. */
  byte[] take() {
    byte[] all = collected.toByteArray();
    collected.reset();
    return all;
  }
}
