package io.sentinelha.resp.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.Future;
import io.sentinelha.resp.ProtocolException;
import io.sentinelha.resp.RequestParser;
import io.sentinelha.resp.RequestTooLargeException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one connection, in turns. A turn begins when bytes came, when a promised reply or a
 * message is there, or when the socket takes output again; it runs what is complete, in order, and
 * hands all replies to the socket at once. A turn is bounded, so that a client with megabytes of
 * requests lets others have theirs in between.
 *
 * <p>No request is run while a reply is outstanding, while clients are paused, or while the client
 * does not read what it was sent. Input is not read then beyond {@link #MAX_BUFFERED}.
 */
final class Session implements Pause.Waiter {

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  static final int TURN_COMMANDS = 512;
  static final int TURN_OUTPUT = 64 << 10;
  static final int MAX_BUFFERED = 256 << 10;
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** A client that never reads its last replies does not hold the connection for longer. */
  private static final long LINGER_SECONDS = 5;

  private enum Life {
    OPEN,
    /** Nothing is run any more; the end comes when the output was sent. */
    CLOSING,
    GONE
  }

  private final CommandServer server;
  private final Channel channel;
  private final RequestParser parser;
  private final Input input;
  private final Output output;
  private final Connection connection;
  private final RequestRunner runner;
  private final Delivery delivery;

  private Life life = Life.OPEN;
  private boolean admitted;
  private boolean reading = true;
  private boolean inputEnded;
  private boolean inTurn;
  private boolean turnWanted;
  private @Nullable Future<?> nextTurn;
  private @Nullable Future<?> pauseTimer;
  private @Nullable Future<?> patience;
  private volatile long lastHeardNanos = System.nanoTime();
  private volatile int bufferedBytes;

  /** Belongs to the sweeper's thread. */
  private long sweptUnsent;

  Session(CommandServer server, Channel channel) {
    this.server = server;
    this.channel = channel;
    this.parser = new RequestParser(server.config().limits());
    this.input = new Input(channel.alloc());
    this.output = new Output(channel, server.stats().outputBytes);
    this.connection = new Connection(server, this, channel);
    this.runner = new RequestRunner(server, connection, output);
    this.delivery = new Delivery(server, this, connection, output);
  }

  // What the socket reports.

  void opened() {
    String refusal = server.admit(connection);
    admitted = refusal == null;
    if (refusal != null) {
      life = Life.CLOSING;
      output.open().writeCharSequence(refusal, US_ASCII);
      sendLast();
    }
  }

  /** Takes over the bytes; {@link #receivedAll} follows. */
  void received(ByteBuf bytes) {
    if (life != Life.OPEN) {
      bytes.release();
      return;
    }
    lastHeardNanos = System.nanoTime();
    server.stats().inputBytes.add(bytes.readableBytes());
    input.add(bytes, parser.wanted());
  }

  void receivedAll() {
    if (nextTurn == null) {
      turn();
    }
  }

  void inputEnded() {
    inputEnded = true; // The client may still wait for replies.
    turn();
  }

  // Turns.

  void turn() {
    if (inTurn) {
      turnWanted = true; // While sending, the socket said that it takes more.
      return;
    }
    if (life != Life.OPEN) {
      return;
    }
    inTurn = true;
    try {
      settle(runRequests());
    } finally {
      inTurn = false;
    }
    if (turnWanted) {
      turnWanted = false;
      scheduleTurn();
    }
  }

  /**
   * Runs complete requests until something stops it.
   *
   * @return whether it stopped because no complete request is left
   */
  private boolean runRequests() {
    turnWanted |= delivery.some();
    long began = System.nanoTime();
    long now = began;
    for (int count = 1; mayRun(); count++) {
      if (!parse()) {
        return true;
      }
      delivery.all();
      switch (runner.run(parser.request(), now)) {
        case DONE -> parser.consume(input.buffer());
        case HELD -> pause();
        case HTTP -> {
          server.warnOfHttp(connection);
          close("cross-protocol request");
          return false;
        }
      }
      now = runner.now();
      if (count == TURN_COMMANDS || now - began >= TURN_NANOS || output.length() >= TURN_OUTPUT) {
        turnWanted = true;
        return false;
      }
    }
    return false;
  }

  /**
   * A subscriber may speak even when it does not keep up with its messages: it must be able to
   * unsubscribe. Its output has a limit.
   */
  private boolean mayRun() {
    return life == Life.OPEN
        && !runner.isWaiting()
        && pauseTimer == null
        && (output.isWritable() || connection.isSubscriber());
  }

  private boolean parse() {
    try {
      return parser.parse(input.buffer(), !connection.mustAuthenticate());
    } catch (RequestTooLargeException e) {
      log.atWarn()
          .addKeyValue("client", connection)
          .addKeyValue("reason", e.getMessage())
          .log("client disconnected");
      close("request too large");
    } catch (ProtocolException e) {
      log.atDebug()
          .addKeyValue("client", connection)
          .addKeyValue("reason", e.getMessage())
          .addKeyValue("offset", e.offset())
          .log("client disconnected");
      runner.refuse("ERR " + e.getMessage());
      life = Life.CLOSING;
    }
    return false;
  }

  private void settle(boolean starved) {
    if (life == Life.GONE) {
      return;
    }
    input.trim();
    bufferedBytes = input.length();
    if (inputEnded) {
      hangUp(starved);
    }
    if (life == Life.CLOSING) {
      sendLast();
      return;
    }
    output.flush();
    delivery.checkOutput();
    if (life == Life.OPEN) {
      read(starved || input.length() < MAX_BUFFERED);
    }
  }

  /**
   * The client said that it will not say any more. It may still want the replies to what it said,
   * as when a script pipes requests into `nc`; or it may be gone, which looks the same. So it gets
   * what can be given within a short time; a command that blocks ends at once, as in Redis, lest it
   * takes something for nobody.
   */
  private void hangUp(boolean starved) {
    if (starved || runner.isBlocked()) {
      life = Life.CLOSING;
    } else if (runner.isWaiting() || pauseTimer != null) {
      limitPatience();
    }
  }

  private void read(boolean more) {
    if (reading != more) {
      reading = more;
      channel.config().setAutoRead(more);
    }
  }

  /**
   * Goes on after the event loop has looked at its sockets again. A task that is merely executed
   * would come before them: Netty runs tasks, and those that they add, for up to a second.
   */
  private void scheduleTurn() {
    if (nextTurn == null) {
      nextTurn =
          channel
              .eventLoop()
              .schedule(
                  () -> {
                    nextTurn = null;
                    turn();
                  },
                  0,
                  TimeUnit.NANOSECONDS);
    }
  }

  // Pauses and promises.

  private void pause() {
    long nanos = server.pause().remainingNanos() + 1;
    pauseTimer = channel.eventLoop().schedule(this::unpause, nanos, TimeUnit.NANOSECONDS);
    server.pause().onEnd(this);
  }

  /** On any thread. */
  @Override
  public void onPauseEnd() {
    onLoop(this::unpause);
  }

  private void unpause() {
    if (pauseTimer != null) {
      cancel(pauseTimer);
      pauseTimer = null;
      server.pause().forget(this);
      turn();
    }
  }

  void resume(Deferred promise, Reply reply) {
    if (life == Life.OPEN && runner.resume(promise, reply)) {
      turn();
    }
  }

  // The end.

  /** Lets nothing more be run, and ends the connection when its output was sent. */
  void closeAfterReply() {
    if (life == Life.OPEN) {
      life = Life.CLOSING;
    }
  }

  /** As {@link #closeAfterReply}, for when no turn is under way. */
  void closeSoon() {
    if (life == Life.OPEN) {
      life = Life.CLOSING;
      sendLast();
    }
  }

  private void sendLast() {
    output.flushLast().addListener(ChannelFutureListener.CLOSE);
    limitPatience();
  }

  /** Ends the connection after a while, if by then it still waits for something. */
  private void limitPatience() {
    if (patience == null) {
      patience = channel.eventLoop().schedule(this::losePatience, LINGER_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void losePatience() {
    patience = null;
    if (life == Life.CLOSING || runner.isWaiting() || pauseTimer != null) {
      close("lingered");
    }
  }

  /** Ends the connection at once. */
  @SuppressWarnings("FutureReturnValueIgnored") // Closing cannot fail in a way that matters.
  void close(String reason) {
    if (life != Life.GONE) {
      log.atDebug()
          .addKeyValue("client", connection)
          .addKeyValue("reason", reason)
          .log("connection closed");
      end();
      channel.close();
    }
  }

  /** The connection is gone: gives everything back. */
  void end() {
    if (life == Life.GONE) {
      return;
    }
    life = Life.GONE;
    input.release();
    output.drop();
    runner.end();
    server.pause().forget(this);
    cancel(pauseTimer);
    cancel(patience);
    delivery.end();
    if (admitted) {
      server.clients().remove(connection);
      server.observer().onClosed(connection);
    }
  }

  private static void cancel(@Nullable Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** Runs a task on the connection's event loop; drops it if that has ended. */
  void onLoop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException e) {
      log.atTrace().addKeyValue("client", connection).log("event loop has ended");
    }
  }

  // What others may ask, on any thread.

  Connection connection() {
    return connection;
  }

  Channel channel() {
    return channel;
  }

  Output output() {
    return output;
  }

  RequestRunner runner() {
    return runner;
  }

  Delivery delivery() {
    return delivery;
  }

  int bufferedBytes() {
    return bufferedBytes;
  }

  /** When the client last said something, or accepted output. */
  long lastHeardNanos() {
    return lastHeardNanos;
  }

  /** Looks whether the client accepted output since the last time. Called by one thread alone. */
  void sweep() {
    long unsent = output.unsent();
    if (unsent != sweptUnsent) {
      sweptUnsent = unsent;
      lastHeardNanos = System.nanoTime();
    }
  }

  /** On the event loop only. */
  boolean isGone() {
    return life == Life.GONE;
  }
}
