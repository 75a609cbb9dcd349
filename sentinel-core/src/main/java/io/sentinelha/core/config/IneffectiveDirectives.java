package io.sentinelha.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The directives of Redis (7.0 to 8) and Valkey (7.2 to 9) that are for data servers. Redis takes
 * them in Sentinel mode too and does nothing with them.
 */
final class IneffectiveDirectives {

  private static final int ANY = Integer.MAX_VALUE;

  /** Numbers of arguments of those which do not take exactly one. */
  private static final Map<String, int[]> COUNTS =
      Map.of(
          "save", new int[] {0, ANY},
          "oom-score-adj-values", new int[] {3, 3},
          "latency-tracking-info-percentiles", new int[] {0, ANY},
          "replicaof", new int[] {2, 2},
          "slaveof", new int[] {2, 2},
          "loadmodule", new int[] {1, ANY},
          "rdma-bind", new int[] {1, 16});

  /** Names by what they are about. */
  private static final Map<String, String> BY_TOPIC =
      Map.ofEntries(
          Map.entry(
              "persistence",
              """
              aof-disable-auto-gc aof-load-corrupt-tail-max-size aof-load-truncated
              aof-rewrite-incremental-fsync aof-timestamp-enabled aof-use-rdb-preamble
              appenddirname appendfilename appendfsync appendonly auto-aof-rewrite-min-size
              auto-aof-rewrite-percentage dbfilename key-load-delay
              loading-process-events-interval-bytes no-appendfsync-on-rewrite rdb-del-sync-files
              rdb-key-save-delay rdb-save-incremental-fsync rdb-version-check rdbchecksum
              rdbcompression sanitize-dump-payload save stop-writes-on-bgsave-error
              """),
          Map.entry(
              "replication",
              """
              dual-channel-replication-enabled masterauth masteruser min-replicas-max-lag
              min-replicas-to-write min-slaves-max-lag min-slaves-to-write primaryauth primaryuser
              propagation-error-behavior repl-backlog-size repl-backlog-ttl repl-compression
              repl-compression-max-latency repl-disable-tcp-nodelay repl-diskless-load
              repl-diskless-sync repl-diskless-sync-delay repl-diskless-sync-max-replicas repl-mptcp
              repl-ping-replica-period repl-ping-slave-period repl-rdb-channel repl-timeout
              replica-announce-ip
              replica-announce-port replica-announced replica-full-sync-buffer-limit
              replica-ignore-disk-write-errors replica-ignore-maxmemory replica-lazy-flush
              replica-priority replica-read-only replica-serve-stale-data replicaof
              slave-announce-ip slave-announce-port slave-ignore-maxmemory slave-lazy-flush
              slave-priority slave-read-only slave-serve-stale-data slaveof
              """),
          Map.entry(
              "memory and expiry",
              """
              active-defrag-cycle-max active-defrag-cycle-min active-defrag-cycle-us
              active-defrag-ignore-bytes active-defrag-max-scan-fields
              active-defrag-threshold-lower active-defrag-threshold-upper active-expire-effort
              activedefrag activerehashing client-query-buffer-limit import-mode jemalloc-bg-thread
              key-memory-histograms lazyfree-lazy-eviction lazyfree-lazy-expire
              lazyfree-lazy-server-del lazyfree-lazy-user-del lazyfree-lazy-user-flush
              lfu-decay-time lfu-log-factor maxmemory maxmemory-clients maxmemory-eviction-tenacity
              maxmemory-policy maxmemory-samples tracking-table-max-keys
              """),
          Map.entry(
              "data types",
              """
              array-slice-size array-sparse-kmax array-sparse-kmin databases
              hash-max-listpack-entries
              hash-max-listpack-value hash-max-ziplist-entries hash-max-ziplist-value hash-seed
              hll-sparse-max-bytes list-compress-depth list-max-listpack-size
              list-max-ziplist-entries list-max-ziplist-size list-max-ziplist-value locale-collate
              notify-keyspace-events proto-max-bulk-len set-max-intset-entries
              set-max-listpack-entries set-max-listpack-value stream-idmp-duration
              stream-idmp-maxsize stream-node-max-bytes stream-node-max-entries
              vset-force-single-threaded-execution zset-max-listpack-entries
              zset-max-listpack-value zset-max-ziplist-entries zset-max-ziplist-value
              """),
          Map.entry(
              "cluster",
              """
              availability-zone cluster-allow-pubsubshard-when-down cluster-allow-reads-when-down
              cluster-allow-replica-migration cluster-announce-bus-port
              cluster-announce-client-ipv4 cluster-announce-client-ipv6
              cluster-announce-client-port cluster-announce-client-tls-port
              cluster-announce-hostname cluster-announce-human-nodename cluster-announce-ip
              cluster-announce-port cluster-announce-tls-port cluster-blacklist-ttl
              cluster-compatibility-sample-ratio cluster-config-file cluster-config-save-behavior
              cluster-databases cluster-enabled cluster-link-sendbuf-limit
              cluster-manual-failover-timeout cluster-message-gossip-perc cluster-migration-barrier
              cluster-node-timeout cluster-ping-interval cluster-port
              cluster-preferred-endpoint-type cluster-replica-no-failover
              cluster-replica-validity-factor cluster-require-full-coverage
              cluster-slave-no-failover cluster-slave-validity-factor
              cluster-slot-migration-handoff-max-lag-bytes cluster-slot-migration-log-max-len
              cluster-slot-migration-max-archived-tasks
              cluster-slot-migration-sync-buffer-drain-timeout
              cluster-slot-migration-write-pause-timeout cluster-slot-stats-enabled
              slot-migration-max-failover-repl-bytes
              """),
          Map.entry(
              "scripts and modules",
              """
              busy-reply-threshold enable-module-command loadmodule lua-enable-deprecated-api
              lua-enable-insecure-api lua-replicate-commands lua-time-limit
              """),
          Map.entry(
              "threads and scheduling",
              """
              aof-rewrite-cpulist aof_rewrite_cpulist bgsave-cpulist bgsave_cpulist bio-cpulist
              bio_cpulist disable-thp dynamic-hz events-per-io-thread hz io-threads
              io-threads-always-active io-threads-do-reads lookahead
              min-io-threads-avoid-copy-reply min-io-threads-copy-avoid
              min-string-size-avoid-copy-reply min-string-size-avoid-copy-reply-threaded
              min-string-size-copy-avoid min-string-size-copy-avoid-threaded oom-score-adj
              oom-score-adj-values prefetch-batch-max-size server-cpulist server_cpulist
              """),
          Map.entry(
              "network",
              """
              max-new-connections-per-cycle max-new-tls-connections-per-cycle mptcp rdma-bind
              rdma-completion-vector rdma-port rdma-rx-size socket-mark-id unixsocketgroup
              """),
          Map.entry(
              "TLS, which is refused where it would matter",
              """
              tls-auth-clients tls-auth-clients-user tls-auto-reload-interval tls-ca-cert-dir
              tls-ca-cert-file tls-cert-file tls-ciphers tls-ciphersuites tls-client-cert-file
              tls-client-key-file tls-client-key-file-pass tls-dh-params-file tls-key-file
              tls-key-file-pass tls-prefer-server-ciphers tls-protocols tls-session-cache-size
              tls-session-cache-timeout tls-session-caching
              """),
          Map.entry(
              "statistics and logs",
              """
              acl-pubsub-default commandlog-execution-slower-than commandlog-large-reply-max-len
              commandlog-large-request-max-len commandlog-reply-larger-than
              commandlog-request-larger-than commandlog-slow-execution-max-len
              hide-user-data-from-log latency-monitor-threshold latency-tracking
              latency-tracking-info-percentiles log-format log-timestamp-format
              slowlog-entry-max-argc slowlog-entry-max-string-len slowlog-log-slower-than
              slowlog-max-len
              """),
          Map.entry(
              "process and debugging",
              """
              always-show-logo client-default-resp crash-log-enabled crash-memcheck-enabled
              debug-assert-enabled debug-context enable-debug-assert enable-debug-command
              enable-protected-configs extended-redis-compatibility ignore-warnings
              proc-title-template req-res-logfile set-proc-title use-exit-on-panic watchdog-period
              """));

  static final List<Directive> ALL = all();

  private IneffectiveDirectives() {}

  private static List<Directive> all() {
    List<Directive> all = new ArrayList<>();
    BY_TOPIC.forEach(
        (topic, names) -> {
          for (String name : names.strip().split("\\s+")) {
            all.add(
                new Directive(
                    name,
                    Directive.Scope.SERVER,
                    Directive.Effect.NONE,
                    "<value>",
                    "",
                    topic,
                    List.of(),
                    false));
          }
        });
    all.sort(Comparator.comparing(Directive::name));
    return List.copyOf(all);
  }

  /**
   * Checks the number of arguments. What they say is not checked: nothing depends on it.
   *
   * @param name of one of these directives, or of a module's setting ({@code module.setting})
   */
  static void check(String name, Arguments arguments) throws BadValue {
    int[] count = COUNTS.getOrDefault(name, new int[] {1, 1});
    String form = count[1] == 1 ? "<value>" : "another number of values";
    arguments.requireCount(count[0], count[1], form);
  }
}
