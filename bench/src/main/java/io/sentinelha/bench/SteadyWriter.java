package io.sentinelha.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Overwrites random keys of {@link FillKeys} at a steady rate, whether the server keeps up or not,
 * and takes the time from when a request was due to its reply: what waits behind a slow one counts.
 */
final class SteadyWriter implements AutoCloseable {

  private static final long TICK_NANOS = 500_000;

  /** Digits of a key, and where it stands in a request. */
  private static final int KEY = 10;

  private static final int KEY_AT = "*3\r\n$3\r\nSET\r\n$10\r\n".length();

  /** The last digits of a value tell its turn: every write changes something. */
  private static final int VALUE_END = 2;

  private static final int LONGEST_RUN_SECONDS = 600;
  private static final int LONGEST_DRAIN_MILLIS = 60_000;

  private final Socket socket;
  private final int keys;
  private final int perTick;
  private final int valueBytes;
  private final SplittableRandom random = new SplittableRandom(1);
  private final LinkedBlockingQueue<Long> due = new LinkedBlockingQueue<>();
  private final long[] times;
  private final Thread sender = new Thread(this::send, "writer");
  private final Thread receiver = new Thread(this::receive, "reader");
  private volatile int count;
  private volatile boolean paused;

  /** Whether the sender has seen that it is to pause: nothing is on its way to the server. */
  private volatile boolean resting;

  private volatile boolean closed;

  /** Neither the sender nor the receiver was refused. */
  private volatile boolean realTime = true;

  /** Writes values of 100 bytes. */
  SteadyWriter(int port, int keys, int perSecond) throws IOException {
    this(port, keys, perSecond, 100);
  }

  /**
   * Begins at once.
   *
   * @param valueBytes at least 10
   */
  SteadyWriter(int port, int keys, int perSecond, int valueBytes) throws IOException {
    this.valueBytes = valueBytes;
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    this.keys = keys;
    this.perTick = Math.max(1, (int) (perSecond * TICK_NANOS / 1_000_000_000L));
    this.times = new long[perSecond * LONGEST_RUN_SECONDS];
    socket.setTcpNoDelay(true);
    sender.setDaemon(true);
    receiver.setDaemon(true);
    sender.start();
    receiver.start();
  }

  /** What its times are worth. */
  String note() {
    return realTime
        ? "the client runs in real time, as if it had a machine of its own"
        : "the client may not run in real time (that needs chrt and root): where it waits for a"
            + " processor, its times are too long";
  }

  private void askForRealTime() {
    if (!RealTime.ask()) {
      realTime = false;
    }
  }

  /**
   * Stops writing and waits until everything is answered, or goes on.
   *
   * @throws IllegalStateException if the server does not answer any more
   */
  void pause(boolean on) {
    resting = false;
    paused = on;
    if (on) {
      Await.until("every write is answered", LONGEST_DRAIN_MILLIS, () -> resting && due.isEmpty());
    }
  }

  /** How many were answered. */
  int answered() {
    return count;
  }

  /** Milliseconds that a share of the requests from one number to another did not exceed. */
  double percentile(int from, int to, double share) {
    long[] sorted = Arrays.copyOfRange(times, from, to);
    Arrays.sort(sorted);
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, index)] / 1e6;
  }

  /** Which of the requests from one number to another took longest; the first number if none. */
  int longest(int from, int to) {
    int longest = from;
    for (int i = from; i < to; i++) {
      if (times[i] > times[longest]) {
        longest = i;
      }
    }
    return longest;
  }

  private void send() {
    // Made once: making requests must not cost what the server needs, nor stop the world here.
    byte[] one =
        String.format(
                Locale.ROOT,
                "*3\r\n$3\r\nSET\r\n$10\r\n%s\r\n$%d\r\n%s\r\n",
                "0".repeat(KEY),
                valueBytes,
                "w".repeat(valueBytes))
            .getBytes(US_ASCII);
    byte[] requests = new byte[perTick * one.length];
    for (int i = 0; i < perTick; i++) {
      System.arraycopy(one, 0, requests, i * one.length, one.length);
    }
    int turn = 0;
    askForRealTime();
    try {
      OutputStream to = socket.getOutputStream();
      long next = System.nanoTime();
      while (!closed) {
        next += TICK_NANOS;
        LockSupport.parkNanos(next - System.nanoTime());
        if (paused) {
          resting = true;
          next = System.nanoTime();
          continue;
        }
        for (int i = 0; i < perTick; i++) {
          number(random.nextInt(keys), requests, i * one.length + KEY_AT);
          number(turn++, requests, (i + 1) * one.length - VALUE_END - KEY);
          due.add(next);
        }
        to.write(requests);
      }
    } catch (IOException e) {
      closed = true;
    }
  }

  private static void number(int value, byte[] into, int from) {
    int left = value;
    for (int at = from + KEY - 1; at >= from; at--) {
      into[at] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }

  private void receive() {
    askForRealTime();
    byte[] chunk = new byte[64 << 10];
    int rest = 0;
    try {
      InputStream from = socket.getInputStream();
      while (!closed) {
        int got = from.read(chunk);
        if (got < 0) {
          return;
        }
        long now = System.nanoTime();
        rest += got;
        for (; rest >= 5 && count < times.length; rest -= 5) { // +OK and the end of the line.
          int at = count; // Written by this thread alone.
          Long since = due.poll();
          times[at] = since == null ? 0 : now - since;
          count = at + 1;
        }
      }
    } catch (IOException e) {
      closed = true;
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    socket.close();
  }
}
