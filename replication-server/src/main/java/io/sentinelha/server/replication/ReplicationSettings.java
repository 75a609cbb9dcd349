package io.sentinelha.server.replication;

import io.sentinelha.server.engine.BoolSetting;
import io.sentinelha.server.engine.LongSetting;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Setting;
import io.sentinelha.server.engine.TextSetting;
import java.util.List;

/** The directives about replication. */
final class ReplicationSettings {

  private static final long MOST = Integer.MAX_VALUE;

  // --- As a master ---

  final LongSetting backlogSize =
      LongSetting.memory("repl-backlog-size", 1 << 20, 1, Long.MAX_VALUE);

  /** Seconds; 0 = for ever. */
  final LongSetting backlogTtl = LongSetting.of("repl-backlog-ttl", 3600, 0, MOST);

  final LongSetting pingPeriod = LongSetting.of("repl-ping-replica-period", 10, 1, MOST);
  final BoolSetting diskless = new BoolSetting("repl-diskless-sync", true);
  final LongSetting disklessDelay = LongSetting.of("repl-diskless-sync-delay", 5, 0, MOST);
  final LongSetting disklessMost = LongSetting.of("repl-diskless-sync-max-replicas", 0, 0, MOST);
  final LongSetting minReplicas = LongSetting.of("min-replicas-to-write", 0, 0, MOST);
  final LongSetting maxLag = LongSetting.of("min-replicas-max-lag", 10, 0, MOST);
  final LongSetting shutdownTimeout = LongSetting.of("shutdown-timeout", 10, 0, MOST);

  /** Replicas that must have a write before its reply leaves; 0 = none. */
  final LongSetting syncReplicas = LongSetting.of("sync-replicas", 0, 0, MOST);

  /** Milliseconds after which such a reply is an error. */
  final LongSetting syncTimeout = LongSetting.of("sync-replicas-timeout", 10_000, 1, MOST);

  // --- On both sides ---

  /** Seconds without a sign of life. */
  final LongSetting timeout = LongSetting.of("repl-timeout", 60, 1, MOST);

  // --- As a replica ---

  final TextSetting masterUser = TextSetting.of("masteruser", "");
  final TextSetting masterAuth = TextSetting.of("masterauth", "");
  final TextSetting disklessLoad =
      TextSetting.oneOf("repl-diskless-load", "disabled", "disabled", "on-empty-db", "swapdb");
  final LongSetting priority = LongSetting.of("replica-priority", 100, 0, MOST);
  final TextSetting announceIp = TextSetting.of("replica-announce-ip", "");
  final LongSetting announcePort = LongSetting.of("replica-announce-port", 0, 0, 65_535);
  final BoolSetting announced = new BoolSetting("replica-announced", true);
  final BoolSetting readOnly = new BoolSetting("replica-read-only", true);
  final BoolSetting serveStale = new BoolSetting("replica-serve-stale-data", true);
  final BoolSetting ignoreDiskErrors = new BoolSetting("replica-ignore-disk-write-errors", false);

  /** Whether data are kept rather than replaced by nothing. */
  final BoolSetting refuseEmptyMaster = new BoolSetting("replica-refuse-empty-master", true);

  /** Whether the dump of a master does not stay on disk where nothing else does. */
  final BoolSetting deleteSynced = new BoolSetting("rdb-del-sync-files", false);

  final BoolSetting tls = new BoolSetting("tls-replication", false);

  ReplicationSettings() {
    pingPeriod.alias("repl-ping-slave-period");
    minReplicas.alias("min-slaves-to-write");
    maxLag.alias("min-slaves-max-lag");
    masterUser.secret();
    masterAuth.secret();
    priority.alias("slave-priority");
    announceIp.alias("slave-announce-ip");
    announcePort.alias("slave-announce-port");
    readOnly.alias("slave-read-only");
    serveStale.alias("slave-serve-stale-data");
  }

  void register(Registry registry) {
    List<Setting> all =
        List.of(
            backlogSize,
            backlogTtl,
            pingPeriod,
            diskless,
            disklessDelay,
            disklessMost,
            minReplicas,
            maxLag,
            shutdownTimeout,
            syncReplicas,
            syncTimeout,
            timeout,
            masterUser,
            masterAuth,
            disklessLoad,
            priority,
            announceIp,
            announcePort,
            announced,
            readOnly,
            serveStale,
            ignoreDiskErrors,
            refuseEmptyMaster,
            deleteSynced,
            tls);
    all.forEach(registry::setting);
    // They concern how Redis is built; here data are replaced at once, and sockets never delay.
    registry.setting(new BoolSetting("replica-lazy-flush", false).alias("slave-lazy-flush"));
    registry.setting(new BoolSetting("repl-disable-tcp-nodelay", false));
    registry.setting(
        TextSetting.oneOf(
            "propagation-error-behavior", "ignore", "ignore", "panic", "panic-on-replicas"));
  }
}
