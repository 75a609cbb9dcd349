package io.sentinelha.core.engine;

import io.sentinelha.quorum.Epoch;
import java.util.Optional;

/** What one peer thinks of one primary, and what this supervisor thinks of the peer there. */
final class Opinion {

  private final WatchedPrimary primary;
  final Peer peer;

  /** Whether the peer, judged by this primary's patience, is subjectively down. */
  long downSince = Times.NEVER;

  private boolean saysDown;
  private long saidAt = Times.NEVER;
  private Optional<String> votedFor = Optional.empty();
  private Epoch votedIn = Epoch.ZERO;

  long heardAt = Times.NEVER;
  Epoch configEpoch = Epoch.ZERO;

  private long askedAt = Times.NEVER;
  private boolean askInFlight;

  /** Whether the question in flight is about an address that the primary has left meanwhile. */
  private boolean askedOfFormer;

  private long voteAskedIn = -1;
  private long helloDueAt = Times.NEVER;
  private boolean helloInFlight;

  Opinion(WatchedPrimary primary, Peer peer) {
    this.primary = primary;
    this.peer = peer;
  }

  WatchedPrimary primary() {
    return primary;
  }

  boolean isDown() {
    return downSince != Times.NEVER;
  }

  /** Whether the peer said lately that the primary is down. */
  boolean saysDown(long now, long validMillis, Agenda agenda) {
    if (!saysDown) {
      return false;
    }
    if (now - saidAt > validMillis) {
      saysDown = false;
      return false;
    }
    agenda.at(saidAt + validMillis + 1);
    return true;
  }

  /** Whether the peer's last word, however old, was that the primary is down. */
  boolean saidDown() {
    return saysDown;
  }

  Optional<String> votedFor() {
    return votedFor;
  }

  Epoch votedIn() {
    return votedIn;
  }

  /** Whether the peer's vote of that epoch is known. */
  boolean hasVotedIn(Epoch epoch) {
    return votedFor.isPresent() && votedIn.equals(epoch);
  }

  /**
   * The peer answered. A word about the former primary says nothing of the present one.
   *
   * @return whether it is about the present primary
   */
  boolean answered(long now, boolean down) {
    boolean isAboutPresent = !askedOfFormer;
    askEnded();
    if (isAboutPresent) {
      saysDown = down;
      saidAt = now;
    }
    return isAboutPresent;
  }

  private void askEnded() {
    askInFlight = false;
    askedOfFormer = false;
  }

  void voted(String leader, Epoch epoch) {
    votedFor = Optional.of(leader);
    votedIn = epoch;
  }

  void askFailed() {
    askEnded();
  }

  /**
   * Asks the peer about the primary.
   *
   * @param period time since the last question before a new one is put; a first request for a vote
   *     does not wait
   */
  void ask(Context ctx, long period, Request.IsDown question, Agenda agenda) {
    if (askInFlight || !peer.link.canSend(peer.references())) {
      return; // Looked at again when the answer comes.
    }
    boolean newCandidacy = question.candidate().isPresent() && question.epoch() != voteAskedIn;
    if (newCandidacy || askedAt == Times.NEVER || agenda.due(ctx.now, askedAt + period)) {
      askInFlight = true;
      askedAt = ctx.now;
      if (question.candidate().isPresent()) {
        voteAskedIn = question.epoch();
        primary.chronicle.voteAsked(peer, question.epoch());
      }
      peer.link.send(ctx, question, primary.settings.renamedCommands());
      agenda.at(ctx.now + period);
    }
  }

  /** The next look asks at once. */
  void wantAsk() {
    askedAt = Times.NEVER;
  }

  /** The next look asks at once, unless the last question is younger than {@code spare}. */
  void wantAsk(long now, long spare) {
    if (Times.passed(now, askedAt, spare)) {
      wantAsk();
    }
  }

  void sayHello(Context ctx, HelloWriter hello, Agenda agenda) {
    boolean possible = !helloInFlight && peer.link.canSend(peer.references());
    if (possible && agenda.due(ctx.now, helloDueAt)) {
      helloInFlight = true;
      peer.link.send(ctx, hello.to(peer.link), primary.settings.renamedCommands());
    }
  }

  void wantHello() {
    helloDueAt = Times.NEVER;
  }

  /** Returns when the next hello is due. */
  long helloAnswered(long now, long period) {
    helloInFlight = false;
    helloDueAt = now + period;
    return helloDueAt;
  }

  void connectionRenewed() {
    askEnded();
    helloInFlight = false;
    askedAt = Times.NEVER;
    wantHello();
  }

  void pass(Archive archive) {
    downSince = archive.number(downSince);
    saysDown = archive.flag(saysDown);
    saidAt = archive.number(saidAt);
    votedFor = archive.optional(String.class, votedFor);
    votedIn = archive.value(Epoch.class, votedIn);
    heardAt = archive.number(heardAt);
    configEpoch = archive.value(Epoch.class, configEpoch);
    askedAt = archive.number(askedAt);
    askInFlight = archive.flag(askInFlight);
    askedOfFormer = archive.flag(askedOfFormer);
    voteAskedIn = archive.number(voteAskedIn);
    helloDueAt = archive.number(helloDueAt);
    helloInFlight = archive.flag(helloInFlight);
  }

  /** The primary moved: what was said about the old one is void. */
  void primaryMoved() {
    saysDown = false;
    saidAt = Times.NEVER;
    askedAt = Times.NEVER;
    askedOfFormer = askInFlight;
    wantHello();
  }
}
