package io.sentinelha.core.config;

import io.sentinelha.core.engine.PrimarySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what is allowed and yet hardly meant. */
final class Checks {

  private final Interpretation result;
  private final List<Problem> warnings = new ArrayList<>();

  private Checks(Interpretation result) {
    this.result = result;
  }

  /** Warnings about values that do not go together. */
  static List<Problem> of(Interpretation result) {
    Checks checks = new Checks(result);
    checks.passwordThatIsNotAsked();
    checks.whatIsNotDoneYet();
    for (PrimaryDraft primary : result.state.primaries.values()) {
      checks.lagWindow(primary);
      checks.lagWithoutGuard(primary);
      checks.refusalRuleThatComesLate(primary);
      checks.selfAmongPeers(primary);
    }
    return checks.warnings;
  }

  /** Warnings about the file itself. */
  static List<Problem> ofFile(Interpretation result, Sources sources) throws ConfigException {
    Checks checks = new Checks(result);
    try {
      Path file = sources.file();
      if (checks.hasSecrets() && sources.files().isReadableByAll(file)) {
        checks.warnings.add(
            Problem.ofFile(
                sources.name(), "holds passwords and can be read by everybody: chmod 600"));
      }
      if (!sources.isFixed() && !sources.files().isWritable(file.resolveSibling(""))) {
        checks.warnings.add(
            Problem.ofFile(
                sources.name(),
                "stands in a folder that cannot be written: saving will fail, because a new file is"
                    + " made beside the old one"));
      }
    } catch (IOException e) {
      throw new ConfigException(
          List.of(Problem.ofFile(sources.name(), "cannot be examined (" + IoReason.of(e) + ")")));
    }
    return checks.warnings;
  }

  private boolean hasSecrets() {
    return result.server.requirePass.isPresent()
        || result.state.peerLogin.password().isPresent()
        || result.state.primaries.values().stream()
            .anyMatch(primary -> primary.settings.auth().password().isPresent());
  }

  /** Redis writes a user line for a password, and from then on the line is what counts. */
  private void passwordThatIsNotAsked() {
    Optional<DefaultUser> user = result.server.userLine;
    Optional<String> password = result.server.requirePass;
    if (user.isPresent() && password.isPresent()) {
      boolean asked = !user.get().needsNoPassword() && user.get().accepts(password.get());
      if (!asked) {
        warn(
            "requirepass",
            Optional.empty(),
            "is not what clients must give: the line 'user default' says otherwise and counts;"
                + " delete that line to use the password",
            "");
      }
    }
  }

  /** Whoever relies on one of these would miss it without a word. */
  private void whatIsNotDoneYet() {
    if (result.server.syslog) {
      warn(
          "syslog-enabled",
          Optional.empty(),
          "has no effect yet: the log goes to 'logfile', or to standard output without one",
          "yes");
    }
    result.server.unixSocket.ifPresent(
        path ->
            warn("unixsocket", Optional.empty(), "has no effect yet: only TCP is served", path));
  }

  private void lagWindow(PrimaryDraft primary) {
    PrimarySettings settings = primary.settings;
    long lagMillis = settings.guard().maxLagSeconds() * 1000L;
    if (settings.guard().isOn() && lagMillis > settings.downAfterMillis()) {
      warn(
          "min-replicas-max-lag",
          Optional.of(primary.name),
          "should be within down-after-milliseconds ("
              + settings.downAfterMillis()
              + "): for the rest of the window a primary that is cut off acknowledges writes while"
              + " its successor is elected",
          settings.guard().maxLagSeconds() + " s");
    }
  }

  private void lagWithoutGuard(PrimaryDraft primary) {
    boolean said = result.origins.containsKey(key("min-replicas-max-lag", primary));
    if (said && !primary.settings.guard().isOn()) {
      warn(
          "min-replicas-max-lag",
          Optional.of(primary.name),
          "has no effect: min-replicas-to-write is 0",
          "");
    }
  }

  private void refusalRuleThatComesLate(PrimaryDraft primary) {
    PrimarySettings settings = primary.settings;
    if (settings.refusedDownAfterMillis() >= settings.downAfterMillis()) {
      warn(
          "connection-refused-down-after-milliseconds",
          Optional.of(primary.name),
          "has no effect: down-after-milliseconds (" + settings.downAfterMillis() + ") is sooner",
          Long.toString(settings.refusedDownAfterMillis()));
    }
  }

  private void selfAmongPeers(PrimaryDraft primary) {
    if (result.state.myId.filter(primary.peers::containsKey).isPresent()) {
      warn(
          "known-sentinel",
          Optional.of(primary.name),
          "is ignored where it names this supervisor itself",
          "");
    }
  }

  private static String key(String directive, PrimaryDraft primary) {
    return "sentinel " + directive + " " + primary.name;
  }

  private void warn(String directive, Optional<String> primary, String rule, String value) {
    String key = primary.map(name -> "sentinel " + directive + " " + name).orElse(directive);
    Origin origin = result.origins.getOrDefault(key, new Origin("state file", 0));
    Optional<String> shown = value.isEmpty() ? Optional.empty() : Optional.of(value);
    warnings.add(new Problem(origin, directive, primary, rule, shown));
  }
}
