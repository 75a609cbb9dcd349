package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Account.Outcome;
import io.sentinelha.core.engine.Account.Standing;
import io.sentinelha.core.engine.Account.Vote;
import io.sentinelha.core.engine.Account.What;
import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a candidate among five tells of its election. The peers say what the test lets them. */
final class ElectionAccountTest {

  private static final List<String> PEERS = List.of("a", "b", "c", "d");

  private final Map<String, Optional<String>> votes = new LinkedHashMap<>();
  private final Subject subject = new Subject(state());
  private final Map<LinkId, String> peerByLink = new LinkedHashMap<>();
  private int seen;

  private static DurableState state() {
    List<DurableState.Peer> peers = new ArrayList<>();
    for (String name : PEERS) {
      peers.add(new DurableState.Peer(id(name), address(name)));
    }
    return new DurableState(
        Subject.ME,
        Epoch.ZERO,
        DurableState.Identity.DEFAULT,
        List.of(
            new DurableState.Primary(
                Subject.NAME,
                Subject.PRIMARY,
                Epoch.ZERO,
                Epoch.ZERO,
                PrimarySettings.defaults(2).withDownAfterMillis(1_000),
                List.of(),
                peers)));
  }

  private static String id(String name) {
    return name.repeat(40);
  }

  private static Endpoint address(String name) {
    return new Endpoint("10.0.1." + (1 + PEERS.indexOf(name)), 26379);
  }

  /** Peers that have a line in {@link #votes} answer; the others do not even accept. */
  private void run(long millis) {
    for (int i = 0; i < millis; i++) {
      while (seen < subject.effects.size()) {
        answer(subject.effects.get(seen++));
      }
      subject.pass(1);
    }
  }

  private void answer(Effect effect) {
    if (effect instanceof Effect.Open open && open.audience() == Effect.Audience.PEER) {
      String name =
          PEERS.stream().filter(n -> address(n).equals(open.address())).findFirst().orElseThrow();
      if (votes.containsKey(name)) {
        peerByLink.put(open.link(), name);
        subject.feed(new Event.ChannelOpened(open.link(), open.kind(), open.attempt(), "10.0.1.9"));
      }
    } else if (effect instanceof Effect.Send send && peerByLink.containsKey(send.link())) {
      String name = peerByLink.get(send.link());
      if (send.request() instanceof Request.Ping) {
        subject.feed(new Event.PingAnswered(send.link(), send.attempt(), Event.PingReply.PONG));
      } else if (send.request() instanceof Request.IsDown question) {
        Optional<String> vote = question.candidate().flatMap(c -> votes.get(name));
        subject.feed(
            new Event.IsDownAnswered(
                send.link(),
                send.attempt(),
                question.primaryId(),
                true,
                vote.map(v -> v.equals("me") ? Subject.ME : id(v)).orElse("*"),
                vote.isPresent() ? question.epoch() : 0));
      }
    }
  }

  private List<Account> accounts() {
    return subject.effects.stream()
        .filter(Effect.Chronicle.class::isInstance)
        .map(e -> ((Effect.Chronicle) e).account())
        .toList();
  }

  private Account first() {
    return accounts().get(0);
  }

  @Test
  void aSplitVoteIsToldVoterByVoter() {
    votes.put("a", Optional.of("a"));
    votes.put("b", Optional.of("b"));
    votes.put("c", Optional.of("a"));
    votes.put("d", Optional.of("b"));

    run(1_500);

    assertThat(first().outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(first().standing()).isEqualTo(Standing.CANDIDATE);
    assertThat(first().reason())
        .startsWith("the votes were split: ")
        .endsWith("3 for one candidate needed");
    assertThat(first().votes())
        .filteredOn(v -> v.state() == Vote.State.GIVEN)
        .extracting(Vote::candidate)
        .contains(Optional.of(Subject.ME), Optional.of(id("a")), Optional.of(id("b")));
    assertThat(first().votes().stream().filter(v -> v.voter().equals(id("a"))))
        .allMatch(v -> v.askedAt() >= 0 && v.answeredAt() >= v.askedAt());
  }

  @Test
  void whoRefusesAndWhoIsNotThereAreToldApart() {
    votes.put("a", Optional.empty());
    votes.put("b", Optional.empty());

    run(4_000);

    assertThat(first().outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(first().reason()).startsWith("too few votes came: 1 of 5 voted");
    assertThat(first().votes())
        .extracting(Vote::state)
        .containsExactlyInAnyOrder(
            Vote.State.GIVEN,
            Vote.State.REFUSED,
            Vote.State.REFUSED,
            Vote.State.NOT_REACHED,
            Vote.State.NOT_REACHED);
  }

  @Test
  void anElectionLostToAnotherIsOneAttemptUntilItsEndIsHeardOf() {
    PEERS.forEach(name -> votes.put(name, Optional.of("a")));

    run(1_500);
    assertThat(accounts()).as("nothing is final yet").isEmpty();
    subject.feed(
        new Event.HelloTold(
            String.join(
                ",", "10.0.1.1", "26379", id("a"), "1", Subject.NAME, "10.0.0.2", "6379", "1")));

    Account account = first();
    assertThat(account.outcome()).isEqualTo(Outcome.SWITCHED);
    assertThat(account.standing()).isEqualTo(Standing.CANDIDATE);
    assertThat(account.leader()).contains(id("a"));
    assertThat(account.to()).contains(new Endpoint("10.0.0.2", 6379));
    assertThat(account.timeline())
        .extracting(Account.Moment::what)
        .containsSubsequence(What.DOWN, What.AGREED, What.CANDIDATE, What.LOST, What.SWITCHED);
    assertThat(account.timeline()).extracting(Account.Moment::what).contains(What.PEER_SAYS_DOWN);
  }

  @Test
  void everyAttemptOfACrisisTellsHowTheCrisisBegan() {
    votes.put("a", Optional.empty());
    votes.put("b", Optional.empty());

    run(8_000);

    assertThat(accounts()).hasSizeGreaterThan(1);
    assertThat(accounts().stream().map(Account::id)).doesNotHaveDuplicates();
    assertThat(accounts())
        .allMatch(a -> a.timeline().get(0).what() == What.DOWN)
        .allMatch(a -> a.timeline().size() <= 300);
    assertThat(accounts().get(1).timeline())
        .anySatisfy(
            m -> {
              assertThat(m.what()).isEqualTo(What.ABORTED);
              assertThat(m.details()).startsWith("epoch " + first().epoch() + ": too few votes");
            });
  }
}
