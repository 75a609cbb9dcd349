package io.sentinelha.server.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of the server, which may have to wait, and may be called off meanwhile. */
public final class Ending {

  private static final Logger log = LoggerFactory.getLogger(Ending.class);
  private static final String FAILED = "ERR Errors trying to SHUTDOWN. Check logs.";

  private final Engine engine;
  private final List<Client> callers = new ArrayList<>();
  private @Nullable EndDelay delay;
  private EndStep.@Nullable Wish pending;

  Ending(Engine engine) {
    this.engine = engine;
  }

  void delay(EndDelay other) {
    delay = other;
  }

  /** Whether the end is wished and waited for. */
  public boolean isPending() {
    return pending != null;
  }

  /** For how long that may still take. */
  public long millisLeft() {
    return pending == null || delay == null ? 0 : delay.millisLeft();
  }

  /** Ends the server for a client, which is not answered unless that fails. */
  public void request(Call call, EndStep.Wish wish) {
    CommandError refusal = request(wish);
    if (refusal != null) {
      throw refusal;
    }
    if (pending == null) {
      call.client().transport().close();
      return;
    }
    callers.add(call.client());
    call.block(List.of(), null, false, 0, reply -> reply.error(FAILED));
  }

  /** Ends the server, now or a little later; returns why it does not. */
  @Nullable CommandError request(EndStep.Wish wish) {
    EndDelay waiting = delay;
    if (waiting != null && !wish.now()) {
      if (pending != null) {
        return null;
      }
      if (waiting.begin(this::ready)) {
        pending = wish;
        return null;
      }
    }
    if (pending != null && waiting != null) {
      waiting.cancel(); // Somebody cannot wait.
      pending = null;
    }
    return engine.endNow(wish);
  }

  private void ready() {
    EndStep.Wish wish = pending;
    if (wish == null) {
      return;
    }
    CommandError refusal = engine.endNow(wish);
    if (refusal != null) {
      log.warn("the server does not end: {}", refusal.text());
      abort();
    }
  }

  /** Calls the end off; returns whether it was waited for. */
  public boolean abort() {
    if (pending == null) {
      return false;
    }
    pending = null;
    if (delay != null) {
      delay.cancel();
    }
    log.warn("Shutdown manually aborted");
    List<Client> told = List.copyOf(callers);
    callers.clear();
    told.forEach(client -> engine.blocking().unblock(client, FAILED));
    return true;
  }
}
