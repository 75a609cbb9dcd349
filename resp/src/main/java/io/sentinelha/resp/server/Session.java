package io.sentinelha.resp.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.sentinelha.resp.ProtocolException;
import io.sentinelha.resp.RequestTooLargeException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
final class Session {

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  static final int TURN_COMMANDS = 512;
  static final int TURN_OUTPUT = 64 << 10;
  static final int MAX_BUFFERED = 256 << 10;
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** A client that never reads its last replies does not hold the connection for longer. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);

  private enum Life {
    OPEN,
    /** Nothing is run any more; the end comes when the output was sent. */
    CLOSING,
    GONE
  }

  private final CommandServer server;
  private final Channel channel;
  private final Requests requests;
  private final Output output;
  private final Connection connection;
  private final RequestRunner runner;
  private final Delivery delivery;
  private final Hold hold;
  private final Alarm nextTurn;
  private final Alarm patience;
  private final Activity activity = new Activity();

  private Life life = Life.OPEN;
  private boolean admitted;
  private boolean reading = true;
  private boolean inputEnded;
  private boolean inTurn;
  private boolean turnWanted;

  Session(CommandServer server, Channel channel) {
    this.server = server;
    this.channel = channel;
    this.requests = new Requests(server.config().limits(), channel.alloc());
    this.output = new Output(channel, server.stats().outputBytes);
    this.connection = new Connection(server, this, channel);
    this.runner = new RequestRunner(server, connection, output);
    this.delivery = new Delivery(server, this, connection, output);
    this.hold = new Hold(this, channel.eventLoop(), server.pause());
    this.nextTurn = new Alarm(channel.eventLoop(), this::turn);
    this.patience = new Alarm(channel.eventLoop(), this::losePatience);
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
    activity.heard();
    server.stats().inputBytes.add(bytes.readableBytes());
    requests.add(bytes);
  }

  void receivedAll() {
    if (!nextTurn.isSet()) {
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
      nextTurn.set(0);
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
      switch (runner.run(requests.next(), now)) {
        case DONE -> requests.consume();
        case HELD -> hold.begin();
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
        && !hold.isOn()
        && (output.isWritable() || connection.isSubscriber());
  }

  private boolean parse() {
    try {
      return requests.hasNext(!connection.mustAuthenticate());
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
    requests.trim();
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
      read(starved || requests.length() < MAX_BUFFERED);
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
    } else if (runner.isWaiting() || hold.isOn()) {
      patience.set(LINGER_NANOS);
    }
  }

  private void read(boolean more) {
    if (reading != more) {
      reading = more;
      channel.config().setAutoRead(more);
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
    patience.set(LINGER_NANOS);
  }

  private void losePatience() {
    if (life == Life.CLOSING || runner.isWaiting() || hold.isOn()) {
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
    requests.release();
    output.drop();
    runner.end();
    hold.cancel();
    nextTurn.cancel();
    patience.cancel();
    delivery.end();
    if (admitted) {
      server.clients().remove(connection);
      server.observer().onClosed(connection);
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

  Activity activity() {
    return activity;
  }

  /** Bytes that came and were not used up when the last turn ended. */
  int bufferedBytes() {
    return requests.bufferedBytes();
  }

  /** On the event loop only. */
  boolean isGone() {
    return life == Life.GONE;
  }
}
