package io.sentinelha.core.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sentinelha.core.engine.Account;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The form in which accounts are kept and shown. Field names are a contract: see docs. */
final class AccountJson {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** Time of day minus the engine's moment, in milliseconds. */
  private final long offset;

  private AccountJson(long offset) {
    this.offset = offset;
  }

  static ObjectNode of(Account account, long offset) {
    return new AccountJson(offset).write(account);
  }

  private ObjectNode write(Account account) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", account.id());
    json.put("primary", account.primary());
    json.put("epoch", account.epoch());
    json.put("supervisor", account.supervisor());
    json.put("standing", word(account.standing()));
    json.put("cause", word(account.cause()));
    json.put("outcome", word(account.outcome()));
    json.put("reason", account.reason());
    json.put("from", account.from().toString());
    json.put("to", account.to().map(Object::toString).orElse(null));
    json.put("leader", account.leader().orElse(null));
    json.put("quorum", account.quorum());
    json.put("voters", account.voters());
    json.put("votesNeeded", account.needed());
    json.put("lastSignOfLife", time(account.lastSignOfLife()));
    json.put("outageMillis", number(account.outage()));
    ObjectNode phases = json.putObject("phaseMillis");
    account.phases().forEach((phase, millis) -> phases.put(word(phase), millis));
    json.set("loss", loss(account));
    ObjectNode supervisors = json.putObject("supervisors");
    account.supervisors().forEach((id, address) -> supervisors.put(id, address.toString()));
    json.set("timeline", timeline(account));
    json.put("omitted", account.omitted());
    json.set("votes", votes(account));
    json.set("candidates", candidates(account));
    return json;
  }

  private ArrayNode timeline(Account account) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Account.Moment moment : account.timeline()) {
      ObjectNode json = all.addObject();
      json.put("at", time(moment.at()));
      json.put("what", word(moment.what()));
      json.put("subject", moment.subject());
      json.put("details", moment.details());
    }
    return all;
  }

  private ArrayNode votes(Account account) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Account.Vote vote : account.votes()) {
      ObjectNode json = all.addObject();
      json.put("voter", vote.voter());
      json.put("state", word(vote.state()));
      json.put("candidate", vote.candidate().orElse(null));
      json.put("askedAt", time(vote.askedAt()));
      json.put("answeredAt", time(vote.answeredAt()));
    }
    return all;
  }

  private static ArrayNode candidates(Account account) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Account.Verdict verdict : account.verdicts()) {
      ObjectNode json = all.addObject();
      json.put("replica", verdict.replica().toString());
      json.put("judgement", word(verdict.judgement()));
      json.put("reason", verdict.reason());
    }
    return all;
  }

  private ObjectNode loss(Account account) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    account
        .loss()
        .ifPresent(
            loss -> {
              json.put("atLeastBytes", number(loss.bytes()));
              json.put("formerOffset", number(loss.formerOffset()));
              json.put("keptOffset", number(loss.keptOffset()));
              json.put("knownFrom", word(loss.knownFrom()));
              json.put("knownAt", time(loss.knownAt()));
            });
    return json;
  }

  private @Nullable String time(long moment) {
    return moment < 0 ? null : MILLIS.format(Instant.ofEpochMilli(moment + offset));
  }

  private static @Nullable Long number(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
