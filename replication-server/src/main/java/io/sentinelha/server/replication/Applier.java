package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.ProtocolException;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.RequestReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the stream of a master. What has been run is passed on, byte for byte, to our own stream: so
 * our offset says what we have, and those who follow us have the same offsets. Within a transaction
 * nothing counts before its end: who loses the master there asks for all of it again.
 */
final class Applier {

  private static final Logger log = LoggerFactory.getLogger(Applier.class);
  private static final byte[] NONE = {};

  /** Of one argument: what the largest value of a server of today may have. */
  private static final long LONGEST_ARGUMENT = 1 << 30;

  /** Of a transaction or command that has not come whole. */
  private static final int MOST_KEPT = Integer.MAX_VALUE - (64 << 10);

  /** A larger array is given back when it is empty. */
  private static final int MOST_IDLE = 256 << 10;

  private static final long LOG_MILLIS = 1000;

  private final Engine engine;
  private final ReplicationStream stream;
  private final Client client;
  private final Runnable acknowledge;
  private final RequestReader reader = new RequestReader();

  /** What has arrived and does not count yet: {@code kept[0, keptTo)}. */
  private byte[] kept = NONE;

  private int keptTo;

  /** Of that, what the commands of an open transaction take. */
  private int keptRun;

  private long loggedMillis = Long.MIN_VALUE;
  private long notLogged;
  private boolean ended;

  /**
   * A runner.
   *
   * @param client that the commands are those of; it writes no replies
   * @param acknowledge sends how far we are
   */
  Applier(Engine engine, ReplicationStream stream, Client client, Runnable acknowledge) {
    this.engine = engine;
    this.stream = stream;
    this.client = client;
    this.acknowledge = acknowledge;
  }

  /** Bytes that have arrived and do not count yet. */
  long pending() {
    return keptTo;
  }

  /** The link is over: what has arrived and not been run is not run any more. */
  void end() {
    ended = true;
  }

  /**
   * Runs what has arrived.
   *
   * @return why the stream cannot be gone on with; null if it can
   */
  @Nullable String receive(byte[] bytes, int from, int to) {
    engine.keys().masterRuns(true);
    try {
      if (keptTo == 0) {
        return run(bytes, from, from, to);
      }
      if (!keep(bytes, from, to)) {
        return "a transaction or command of the master is too long";
      }
      return run(kept, 0, keptRun, keptTo);
    } catch (ProtocolException e) {
      return "Protocol error from master: " + e.getMessage();
    } finally {
      engine.keys().masterRuns(false);
    }
  }

  private boolean keep(byte[] bytes, int from, int to) {
    int count = to - from;
    if ((long) keptTo + count > MOST_KEPT) {
      return false;
    }
    if (kept.length - keptTo < count) {
      long grown = Math.max((long) keptTo + count, Math.min(2L * keptTo, MOST_KEPT));
      long wanted = Math.min((long) keptRun + reader.wanted(), 2L * keptTo + (64 << 10));
      kept = Arrays.copyOf(kept, (int) Math.min(Math.max(grown, wanted), MOST_KEPT));
    }
    System.arraycopy(bytes, from, kept, keptTo, count);
    keptTo += count;
    return true;
  }

  /**
   * Runs commands.
   *
   * @param start of what does not count yet
   * @param first where the next command begins
   */
  private @Nullable String run(byte[] bytes, int start, int first, int end)
      throws ProtocolException {
    int counted = start;
    int done = start; // Up to where everything has been run, and no transaction is open.
    int at = first;
    while (at < end && !ended) {
      if (bytes[at] != '*' && bytes[at] != '\n' && bytes[at] != '\r') {
        return "Protocol error from master: no command begins with '"
            + Handshake.shown(String.valueOf((char) (bytes[at] & 0xff)))
            + "'";
      }
      int next = reader.read(bytes, at, end, LONGEST_ARGUMENT, true);
      if (next < 0) {
        break;
      }
      Args args = reader.args();
      if (isGetAck(args)) {
        counted = pass(bytes, counted, done);
        acknowledge.run();
      } else if (args.count() > 0) {
        run(args);
      }
      at = next;
      if (!client.isInTransaction()) {
        done = at;
      }
    }
    if (ended) {
      return null; // A command that was just run has ended the link: what it led to counts.
    }
    counted = pass(bytes, counted, done);
    keepRest(bytes, counted, at, end);
    return null;
  }

  private int pass(byte[] bytes, int counted, int done) {
    if (done > counted) {
      stream.append(bytes, counted, done - counted);
    }
    return done;
  }

  private void keepRest(byte[] bytes, int counted, int at, int end) {
    if (counted == end) {
      kept = kept.length > MOST_IDLE ? NONE : kept;
      keptTo = 0;
      keptRun = 0;
      return;
    }
    if (bytes == kept) {
      System.arraycopy(kept, counted, kept, 0, end - counted);
    } else {
      kept = Arrays.copyOfRange(bytes, counted, end);
    }
    keptTo = end - counted;
    keptRun = at - counted;
  }

  private static boolean isGetAck(Args args) {
    return args.count() >= 2 && args.is(0, "REPLCONF") && args.is(1, "GETACK");
  }

  private void run(Args args) {
    long errors = client.reply().errors();
    if (!engine.executor().replay(client, args)) {
      failed(args, "no such command, or a wrong number of arguments");
    } else if (client.reply().errors() != errors) {
      failed(args, new String(client.reply().lastError(), ISO_8859_1));
    }
  }

  /** A master may send what we cannot run, over and over again: the log need not have it all. */
  private void failed(Args args, String why) {
    engine.stats().unexpectedErrors++;
    long now = engine.now();
    if (loggedMillis != Long.MIN_VALUE && now - loggedMillis < LOG_MILLIS) {
      notLogged++;
      return;
    }
    loggedMillis = now;
    log.error(
        "== CRITICAL == the command '{}' of the master fails here: {} ({} more like it were not"
            + " logged). The data may differ from now on; a full sync makes them the same again",
        Handshake.shown(args.printed(0)),
        Handshake.shown(why),
        notLogged);
    notLogged = 0;
  }
}
