package io.sentinelha.server.acl;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Command;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A user: how to come in, and selectors of which one must allow a request. */
final class AclUser {

  /** Whether payloads of RESTORE are to be checked; only told, since they always are. */
  enum Sanitize {
    UNSAID(""),
    SKIP("skip-sanitize-payload"),
    YES("sanitize-payload");

    private final String word;

    Sanitize(String word) {
      this.word = word;
    }
  }

  private final String name;
  boolean enabled;
  boolean noPassword;
  Sanitize sanitize = Sanitize.UNSAID;
  final Set<String> hashes = new LinkedHashSet<>();

  /** The first is the one that rules outside of parentheses speak of. */
  final List<Selector> selectors = new ArrayList<>();

  AclUser(String name, boolean allChannels) {
    this.name = name;
    selectors.add(new Selector(allChannels));
  }

  AclUser copy() {
    AclUser copy = new AclUser(name, false);
    copy.enabled = enabled;
    copy.noPassword = noPassword;
    copy.sanitize = sanitize;
    copy.hashes.addAll(hashes);
    copy.selectors.clear();
    selectors.forEach(selector -> copy.selectors.add(selector.copy()));
    return copy;
  }

  String name() {
    return name;
  }

  Selector root() {
    return selectors.get(0);
  }

  boolean mayEverything() {
    return root().allowsEverything();
  }

  /** Null if the request is allowed. */
  @Nullable Denial check(Command command, Args args) {
    Denial worst = null;
    for (int i = 0; i < selectors.size(); i++) {
      Denial denial = selectors.get(i).check(command, args);
      if (denial == null) {
        return null;
      }
      if (worst == null || denial.isMoreThan(worst)) {
        worst = denial;
      }
    }
    return worst;
  }

  boolean allowsChannel(Bytes channel, boolean pattern) {
    return selectors.stream().anyMatch(selector -> selector.allowsChannel(channel, pattern));
  }

  /** As ACL GETUSER tells them. */
  List<String> flags() {
    List<String> flags = new ArrayList<>();
    flags.add(enabled ? "on" : "off");
    if (noPassword) {
      flags.add("nopass");
    }
    if (sanitize != Sanitize.UNSAID) {
      flags.add(sanitize.word);
    }
    return flags;
  }

  /** All rules, as they stand behind the name in a file. */
  String rules(SelectorRules reader) {
    List<String> parts = new ArrayList<>(flags());
    hashes.forEach(hash -> parts.add("#" + hash));
    parts.add(root().rules(CommandRules.of(reader, root())));
    for (Selector selector : selectors.subList(1, selectors.size())) {
      parts.add("(" + selector.rules(CommandRules.of(reader, selector)) + ")");
    }
    return parts.stream().collect(Collectors.joining(" "));
  }
}
