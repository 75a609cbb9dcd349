package io.sentinelha.resp.server;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the requests of one connection, one at a time, and sees to it that each gets one reply: from
 * its handler, from its handler's promise, or from here if it is refused or its handler fails.
 */
final class RequestRunner {

  private static final Logger log = LoggerFactory.getLogger(RequestRunner.class);

  /** What became of a request. */
  enum Outcome {
    /** It was answered, or will be. */
    DONE,
    /** Clients are paused; nothing happened, and it must be run again later. */
    HELD,
    /** It is no Redis client who talks. */
    HTTP
  }

  private final CommandServer server;
  private final Connection connection;
  private final Output output;

  /** While a handler is running. */
  private @Nullable Command running;

  private long runningSince;
  private long now;
  private boolean outputKept;
  private boolean deferredMuted;
  private volatile @Nullable Deferred deferred;
  private volatile @Nullable Command lastCommand;

  RequestRunner(CommandServer server, Connection connection, Output output) {
    this.server = server;
    this.connection = connection;
    this.output = output;
  }

  /** Whether a reply is outstanding. May be asked by any thread. */
  boolean isWaiting() {
    return deferred != null;
  }

  /** Whether the outstanding reply is that of a command that may block for ever. */
  boolean isBlocked() {
    Deferred promise = deferred;
    return promise != null && promise.command().has(CommandFlag.BLOCKING);
  }

  /** The last command that was run. May be asked by any thread. */
  @Nullable Command lastCommand() {
    return lastCommand;
  }

  /** When the last request was done, as {@link System#nanoTime} tells. */
  long now() {
    return now;
  }

  /**
   * Runs a request.
   *
   * @param began when its turn came, as {@link System#nanoTime} tells
   */
  Outcome run(Request request, long began) {
    if (server.dispatcher().isHttp(request)) {
      return Outcome.HTTP;
    }
    output.open();
    RespWriter writer = output.writer();
    int before = output.length();
    long errors = writer.errors();
    Command command = server.dispatcher().admit(connection, request, writer);
    if (command != null && server.pause().holds(command)) {
      return Outcome.HELD;
    }
    outputKept = false;
    if (command != null) {
      handle(command, request, before, began);
    }
    endCaching(command);
    boolean muted = endReplyMode();
    if (deferred != null) {
      deferredMuted = muted;
      now = System.nanoTime();
    } else {
      finish(command, began, before, errors, muted);
    }
    return Outcome.DONE;
  }

  /** See {@link Connection#defer}. */
  Deferred defer(Session session) {
    Command command = running;
    if (command == null || deferred != null) {
      throw new IllegalStateException("no request to answer later");
    }
    Deferred promise = new Deferred(session, command, runningSince);
    deferred = promise;
    return promise;
  }

  /** See {@link Connection#push}. */
  void keepOutput() {
    outputKept = true;
  }

  /**
   * Writes a reply that was promised.
   *
   * @return false if nobody waits for it any more
   */
  boolean resume(Deferred promise, Reply reply) {
    if (deferred != promise) {
      return false;
    }
    deferred = null;
    output.open();
    int before = output.length();
    long errors = output.writer().errors();
    outputKept = false;
    try {
      reply.writeTo(output.writer());
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      fail(promise.command(), before, e);
    }
    finish(promise.command(), promise.startNanos(), before, errors, deferredMuted);
    return true;
  }

  /** Writes an error that answers no command. */
  void refuse(String message) {
    output.open();
    int before = output.length();
    long errors = output.writer().errors();
    output.writer().error(message);
    outputKept = false;
    finish(null, 0, before, errors, endReplyMode());
  }

  /** Nobody will be answered any more. */
  void end() {
    deferred = null;
  }

  private void handle(Command command, Request request, int before, long began) {
    running = command;
    runningSince = began;
    lastCommand = command;
    try {
      command.handler().handle(connection, request, output.writer());
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      deferred = null;
      fail(command, before, e);
    } finally {
      running = null;
    }
  }

  private void fail(Command command, int before, Throwable failure) {
    log.atError()
        .addKeyValue("command", command)
        .addKeyValue("client", connection)
        .setCause(new Redacted(failure))
        .log("command failed");
    output.rollback(before);
    output.writer().error("ERR internal error");
  }

  private void finish(
      @Nullable Command command, long began, int before, long errorsBefore, boolean muted) {
    long errors = output.writer().errors() - errorsBefore;
    server.stats().errors.add(errors);
    if (muted && !outputKept) {
      output.rollback(before);
    }
    now = System.nanoTime();
    if (command != null) {
      server.stats().commands.increment();
      server.observer().onCommand(command, now - began, errors > 0);
    }
  }

  /** Whether the reply to the request that ends now is unheard. */
  private boolean endReplyMode() {
    switch (connection.replyMode()) {
      case ON -> {
        return false;
      }
      case OFF -> {
        return true;
      }
      case SKIP_NEXT -> connection.replyMode(ReplyMode.SKIP);
      case SKIP -> connection.replyMode(ReplyMode.ON);
    }
    return true;
  }

  /** What CLIENT CACHING said lasts to the end of the next command that is none of CLIENT's. */
  private void endCaching(@Nullable Command command) {
    Tracking tracking = connection.tracking();
    if (tracking.caching() != Tracking.Caching.UNSAID
        && (command == null || !command.fullName().startsWith("client|"))) {
      connection.track(tracking.withCaching(Tracking.Caching.UNSAID));
    }
  }
}
