package io.sentinelha.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A client that makes an empty server do what servers usually do: write and read in batches and one
 * by one, before and during a dump, and tell about itself. What the runtime loads, links and counts
 * meanwhile goes into the archive that later servers start from, so that the first dump of a server
 * in use costs no more than the second.
 */
public final class Rehearsal {

  private static final int KEYS = 10_000;
  private static final int BATCH = 16;
  private static final int BATCHES = 3_000;
  private static final int SINGLE = 3_000;
  private static final int DUMPS = 4;
  private static final String TEXT = "v".repeat(100);

  private static final List<List<String>> QUESTIONS =
      List.of(
          List.of("INFO", "everything"),
          List.of("INFO"),
          List.of("INFO", "persistence"),
          List.of("CONFIG", "GET", "*"),
          List.of("CLIENT", "LIST"),
          List.of("CLIENT", "SETNAME", "rehearsal"),
          List.of("COMMAND"),
          List.of("COMMAND", "DOCS"),
          List.of("MEMORY", "STATS"),
          List.of("SLOWLOG", "GET"),
          List.of("LATENCY", "LATEST"),
          List.of("SCAN", "0", "COUNT", "100"),
          List.of("ROLE"),
          List.of("MULTI"),
          List.of("DBSIZE"),
          List.of("EXEC"));

  private final SocketChannel channel;
  private final SplittableRandom random = new SplittableRandom(1);
  private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
  private final ByteBuffer replies = ByteBuffer.allocate(1 << 16);
  private int marks;

  private Rehearsal(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Rehearses with a server.
   *
   * @param args the path of its Unix socket
   * @throws IOException if it goes away
   */
  public static void main(String[] args) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) {
      new Rehearsal(channel).run();
    }
  }

  private void run() throws IOException {
    questions();
    for (int i = 0; i < BATCHES; i++) {
      batch(BATCH);
      if (i % (BATCHES / DUMPS) == BATCHES / DUMPS / 2) {
        add("BGSAVE");
      }
    }
    for (int i = 0; i < SINGLE; i++) {
      batch(1);
      if (i % (SINGLE / DUMPS) == 0) {
        add("BGSAVE");
        questions();
      }
    }
    add("HELLO", "3");
    questions();
  }

  private void questions() throws IOException {
    for (List<String> each : QUESTIONS) {
      add(each.toArray(String[]::new));
    }
    exchange();
  }

  private void batch(int size) throws IOException {
    for (int i = 0; i < size; i++) {
      command(random.nextInt(16));
    }
    exchange();
  }

  private void command(int which) throws IOException {
    String number = Integer.toString(random.nextInt(KEYS));
    String small = Integer.toString(random.nextInt(100));
    switch (which) {
      case 0 -> add("GET", "key:" + number);
      case 1 -> add("INCR", "counter:" + small);
      case 2 -> add("LPUSH", "list:" + small, TEXT);
      case 3 -> add("RPOP", "list:" + small);
      case 4 -> add("SADD", "set:" + small, "member:" + number);
      case 5 -> add("HSET", "hash:" + small, "field:" + number, TEXT);
      case 6 -> add("ZADD", "zset:" + small, number, "member:" + number);
      case 7 -> add("MSET", "key:" + number, TEXT, "key:" + small, TEXT);
      case 8 -> add("SET", "volatile:" + number, TEXT, "PX", "1" + small);
      case 9 -> add("DEL", "key:" + number);
      case 10 -> add("LRANGE", "list:" + small, "0", "20");
      case 11 -> add("HGET", "hash:" + small, "field:" + number);
      default -> add("SET", "key:" + number, TEXT);
    }
  }

  private void add(String... words) throws IOException {
    StringBuilder request = new StringBuilder().append('*').append(words.length).append("\r\n");
    for (String word : words) {
      request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    requests.write(request.toString().getBytes(US_ASCII));
  }

  /** Sends what was added, and reads until the last reply has come, whatever the others are. */
  private void exchange() throws IOException {
    String mark = "mark:" + marks++;
    add("ECHO", mark);
    ByteBuffer all = ByteBuffer.wrap(requests.toByteArray());
    requests.reset();
    while (all.hasRemaining()) {
      channel.write(all);
    }
    byte[] end = ("$" + mark.length() + "\r\n" + mark + "\r\n").getBytes(US_ASCII);
    replies.clear();
    while (!endsWith(replies, end)) {
      if (!replies.hasRemaining()) { // Only the end is of interest.
        replies.position(replies.capacity() - end.length).limit(replies.capacity());
        replies.compact();
      }
      if (channel.read(replies) < 0) {
        throw new IOException("the server has gone away");
      }
    }
  }

  private static boolean endsWith(ByteBuffer bytes, byte[] end) {
    int from = bytes.position() - end.length;
    for (int i = 0; i < end.length; i++) {
      if (from < 0 || bytes.get(from + i) != end[i]) {
        return false;
      }
    }
    return true;
  }
}
