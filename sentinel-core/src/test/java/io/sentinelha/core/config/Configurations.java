package io.sentinelha.core.config;

import io.sentinelha.core.engine.Credentials;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.DurableState.Peer;
import io.sentinelha.core.engine.DurableState.Primary;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Configurations and changes to them, drawn at random. */
final class Configurations {

  private static final List<String> NAMES =
      List.of(
          "orders",
          "a b",
          "it's",
          "q\"x",
          "back\\slash",
          "caf\u00e9",
          "x#y",
          "a=b",
          "\u00a0",
          "\ud83d\ude80",
          "#",
          "-",
          "'",
          "Orders",
          "monitor");

  private static final List<String> SECRETS =
      List.of(
          "plain",
          "with blank",
          "new\nline",
          "tab\t",
          "\"",
          "'",
          "\\",
          "\\n",
          "\u0000\u0001\u007f",
          "\u00e9\u20ac\ud83d\ude80",
          "# no comment",
          " ",
          "a\"b'c\\d e");

  private static final List<String> SERVER =
      List.of(
          "maxclients 500",
          "timeout 5",
          "tcp-keepalive 10",
          "loglevel verbose",
          "maxmemory 100mb",
          "save 900 1",
          "client-output-buffer-limit pubsub 1mb 1mb 5",
          "acllog-max-len 5",
          "appendonly no",
          "# comment",
          "#",
          "",
          "",
          "protected-mode yes",
          "user default on nopass ~* &* +@all");

  private final Random random;
  private final boolean own;

  /**
   * Draws from a seed.
   *
   * @param own whether directives that Redis does not know may occur
   */
  Configurations(long seed, boolean own) {
    this.random = new Random(seed);
    this.own = own;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private Endpoint endpoint() {
    String host =
        chance(30)
            ? "2001:db8::" + Integer.toHexString(1 + random.nextInt(9))
            : "192.0.2." + random.nextInt(9);
    return new Endpoint(host, 1 + random.nextInt(9));
  }

  private String id() {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      id.append(Character.forDigit(random.nextInt(16), 16));
    }
    return id.toString();
  }

  /** A state that can be reached. */
  DurableState state() {
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    List<Primary> primaries = new ArrayList<>();
    for (String name : names.subList(0, random.nextInt(4))) {
      primaries.add(primary(name));
    }
    DurableState.Identity identity =
        chance(50)
            ? DurableState.Identity.DEFAULT
            : new DurableState.Identity(
                chance(50) ? "192.0.2.9" : "", random.nextInt(3), credentials());
    return new DurableState(id(), new Epoch(100 + random.nextInt(9)), identity, primaries);
  }

  private Credentials credentials() {
    Credentials login = Credentials.NONE;
    login = chance(50) ? login.withUser(any(SECRETS)) : login;
    return chance(50) ? login.withPassword(any(SECRETS)) : login;
  }

  private Primary primary(String name) {
    Endpoint address = endpoint();
    List<Endpoint> replicas = new ArrayList<>();
    List<Peer> peers = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Endpoint replica = endpoint();
      if (!replica.equals(address) && !replicas.contains(replica)) {
        replicas.add(replica);
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      peers.add(new Peer(id(), endpoint()));
    }
    return new Primary(
        name,
        address,
        new Epoch(random.nextInt(100)),
        new Epoch(random.nextInt(100)),
        settings(),
        replicas,
        peers);
  }

  private PrimarySettings settings() {
    PrimarySettings settings = PrimarySettings.defaults(1 + random.nextInt(3));
    settings = chance(50) ? settings.withDownAfterMillis(1 + random.nextInt(9)) : settings;
    settings = chance(50) ? settings.withFailoverTimeoutMillis(1 + random.nextInt(9)) : settings;
    settings = chance(50) ? settings.withParallelSyncs(random.nextInt(3)) : settings;
    settings = chance(50) ? settings.withRebootDownAfterMillis(random.nextInt(3)) : settings;
    settings = chance(50) ? settings.withAuth(credentials()) : settings;
    settings =
        chance(30)
            ? settings.withRenamedCommands(Map.of("CONFIG", "a b", "ACL", "\u00e9"))
            : settings;
    settings =
        own && chance(50)
            ? settings.withGuard(new Guard(random.nextInt(3), 1 + random.nextInt(20)))
            : settings;
    return own && chance(30) ? settings.withRefusedDownAfterMillis(random.nextInt(3)) : settings;
  }

  /** The state after something has happened. */
  DurableState next(DurableState state) {
    List<Primary> primaries = new ArrayList<>(state.primaries());
    if (primaries.isEmpty() || chance(15)) {
      primaries.removeIf(primary -> chance(50));
      String name = any(NAMES);
      if (primaries.stream().noneMatch(primary -> primary.name().equals(name))) {
        primaries.add(primary(name));
      }
    } else {
      int which = random.nextInt(primaries.size());
      Primary old = primaries.get(which);
      primaries.set(which, chance(30) ? primary(old.name()) : changed(old));
    }
    DurableState.Identity identity = chance(20) ? state().identity() : state.identity();
    Epoch epoch = chance(50) ? state.currentEpoch().next() : state.currentEpoch();
    return new DurableState(state.myId(), epoch, identity, epochsNotFalling(primaries, state));
  }

  private Primary changed(Primary old) {
    Primary drawn = primary(old.name());
    return switch (random.nextInt(4)) {
      case 0 -> with(old, drawn.settings(), old.replicas(), old.peers());
      case 1 -> with(old, old.settings(), withoutAddress(drawn.replicas(), old), old.peers());
      case 2 -> with(old, old.settings(), old.replicas(), drawn.peers());
      default -> drawn;
    };
  }

  private static List<Endpoint> withoutAddress(List<Endpoint> replicas, Primary primary) {
    return replicas.stream().filter(replica -> !replica.equals(primary.address())).toList();
  }

  private static Primary with(
      Primary old, PrimarySettings settings, List<Endpoint> replicas, List<Peer> peers) {
    return new Primary(
        old.name(), old.address(), old.configEpoch(), old.leaderEpoch(), settings, replicas, peers);
  }

  /** Epochs of a primary that is still watched only rise. */
  private static List<Primary> epochsNotFalling(List<Primary> primaries, DurableState before) {
    return primaries.stream()
        .map(
            primary ->
                before.primaries().stream()
                    .filter(old -> old.name().equals(primary.name()))
                    .findFirst()
                    .map(
                        old ->
                            new Primary(
                                primary.name(),
                                primary.address(),
                                primary.configEpoch().max(old.configEpoch()),
                                primary.leaderEpoch().max(old.leaderEpoch()),
                                primary.settings(),
                                primary.replicas(),
                                primary.peers()))
                    .orElse(primary))
        .toList();
  }

  /** Files and arguments that say a state, in any order and anywhere. */
  record Layout(String main, String included, List<String> arguments) {}

  Layout layout(DurableState state) {
    List<String> lines = new ArrayList<>();
    for (StateLines.StateLine line : StateLines.of(state)) {
      boolean allowed = own || !line.isOwn();
      if (allowed && (!line.isStandard() || chance(30))) {
        lines.add(variant(line.text()));
      }
    }
    List<String> server = new ArrayList<>(SERVER);
    Collections.shuffle(server, random);
    lines.addAll(server.subList(0, random.nextInt(8)));
    boolean ordered = chance(50);
    if (!ordered) {
      Collections.shuffle(lines, random);
    }
    List<String> included = new ArrayList<>();
    if (chance(50)) {
      for (int i = lines.size() - 1; i >= 0; i--) {
        if (chance(20) && !lines.get(i).startsWith("user")) {
          included.add(lines.remove(i));
        }
      }
      lines.add(random.nextInt(lines.size() + 1), "include more.conf");
    }
    List<String> arguments = new ArrayList<>();
    if (chance(20) && !lines.isEmpty() && lines.get(0).startsWith("sentinel ")) {
      arguments.add("--" + Words.toText(lines.remove(0)).orElseThrow());
    }
    String end = chance(20) ? "\r\n" : "\n";
    return new Layout(joined(lines, end), joined(included, "\n"), arguments);
  }

  private String variant(String line) {
    String spelled = chance(20) ? line.replace("known-replica", "known-slave") : line;
    spelled = chance(10) ? spelled.replaceFirst("^sentinel", "SENTINEL") : spelled;
    return chance(10) ? "  " + spelled + " \t" : spelled;
  }

  private static String joined(List<String> lines, String end) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append(end));
    return text.toString();
  }
}
