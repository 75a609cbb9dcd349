package io.sentinelha.core.engine;

import java.util.Locale;
import java.util.Map;

/**
 * What an operator decides about one primary. Times are in milliseconds, as in every directive.
 *
 * @param quorum supervisors that must agree before the primary is objectively down; at least 1
 * @param downAfterMillis silence after which the primary, its replicas and the peers that watch it
 *     are subjectively down; at least 1, default 30,000
 * @param failoverTimeoutMillis the longest life of each stage of a failover; at least 1, default
 *     180,000
 * @param parallelSyncs replicas pointed at a new primary at the same time; at least 0, default 1;
 *     with 0 they are pointed when the failover's time is up
 * @param auth what links to the primary and its replicas log in with
 * @param renamedCommands the server's own name by the upper-case standard name of a command
 * @param rebootDownAfterMillis how long a restarted primary may take to answer before it counts as
 *     down; 0 (the default) for no such rule
 * @param refusedDownAfterMillis how long connections must be refused or reset, without
 *     interruption, for the primary to be subjectively down; 0 (the default) for no such rule
 * @param guard what is enforced on the primary against writes nobody replicates
 */
public record PrimarySettings(
    int quorum,
    long downAfterMillis,
    long failoverTimeoutMillis,
    int parallelSyncs,
    Credentials auth,
    Map<String, String> renamedCommands,
    long rebootDownAfterMillis,
    long refusedDownAfterMillis,
    Guard guard) {

  public static final long DEFAULT_DOWN_AFTER_MILLIS = 30_000;
  public static final long DEFAULT_FAILOVER_TIMEOUT_MILLIS = 180_000;
  public static final int DEFAULT_PARALLEL_SYNCS = 1;

  public PrimarySettings {
    requireAtLeast(1, quorum, "quorum");
    requireAtLeast(1, downAfterMillis, "down-after-milliseconds");
    requireAtLeast(1, failoverTimeoutMillis, "failover-timeout");
    requireAtLeast(0, parallelSyncs, "parallel-syncs");
    requireAtLeast(0, rebootDownAfterMillis, "master-reboot-down-after-period");
    requireAtLeast(0, refusedDownAfterMillis, "connection-refused-down-after-milliseconds");
    renamedCommands = Map.copyOf(renamedCommands);
  }

  /** Whether SENTINEL SET has an option of this name, whatever the case of its letters. */
  public static boolean isOption(String name) {
    return SettingOptions.NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  /** The defaults of Redis Sentinel. */
  public static PrimarySettings defaults(int quorum) {
    return new PrimarySettings(
        quorum,
        DEFAULT_DOWN_AFTER_MILLIS,
        DEFAULT_FAILOVER_TIMEOUT_MILLIS,
        DEFAULT_PARALLEL_SYNCS,
        Credentials.NONE,
        Map.of(),
        0,
        0,
        Guard.OFF);
  }

  private static void requireAtLeast(long least, long value, String directive) {
    if (value < least) {
      throw new IllegalArgumentException(directive + " must be >= " + least + ": got " + value);
    }
  }

  /** The name under which the servers of this primary know a command. */
  public String commandName(String standardName) {
    return renamedCommands.getOrDefault(standardName, standardName);
  }

  public PrimarySettings withQuorum(int value) {
    return copy(c -> c.quorum = value);
  }

  public PrimarySettings withDownAfterMillis(long value) {
    return copy(c -> c.downAfterMillis = value);
  }

  public PrimarySettings withFailoverTimeoutMillis(long value) {
    return copy(c -> c.failoverTimeoutMillis = value);
  }

  public PrimarySettings withParallelSyncs(int value) {
    return copy(c -> c.parallelSyncs = value);
  }

  public PrimarySettings withAuth(Credentials value) {
    return copy(c -> c.auth = value);
  }

  public PrimarySettings withRenamedCommands(Map<String, String> value) {
    return copy(c -> c.renamedCommands = value);
  }

  public PrimarySettings withRebootDownAfterMillis(long value) {
    return copy(c -> c.rebootDownAfterMillis = value);
  }

  public PrimarySettings withRefusedDownAfterMillis(long value) {
    return copy(c -> c.refusedDownAfterMillis = value);
  }

  public PrimarySettings withGuard(Guard value) {
    return copy(c -> c.guard = value);
  }

  private PrimarySettings copy(java.util.function.Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.freeze();
  }

  /** The same fields, open for the length of one {@code with}. */
  private static final class Draft {
    private int quorum;
    private long downAfterMillis;
    private long failoverTimeoutMillis;
    private int parallelSyncs;
    private Credentials auth;
    private Map<String, String> renamedCommands;
    private long rebootDownAfterMillis;
    private long refusedDownAfterMillis;
    private Guard guard;

    private Draft(PrimarySettings from) {
      quorum = from.quorum;
      downAfterMillis = from.downAfterMillis;
      failoverTimeoutMillis = from.failoverTimeoutMillis;
      parallelSyncs = from.parallelSyncs;
      auth = from.auth;
      renamedCommands = from.renamedCommands;
      rebootDownAfterMillis = from.rebootDownAfterMillis;
      refusedDownAfterMillis = from.refusedDownAfterMillis;
      guard = from.guard;
    }

    private PrimarySettings freeze() {
      return new PrimarySettings(
          quorum,
          downAfterMillis,
          failoverTimeoutMillis,
          parallelSyncs,
          auth,
          renamedCommands,
          rebootDownAfterMillis,
          refusedDownAfterMillis,
          guard);
    }
  }
}
