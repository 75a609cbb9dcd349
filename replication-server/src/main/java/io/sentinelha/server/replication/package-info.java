/**
 * Replication: our history and its stream, the replicas that follow us, the master that we follow.
 * Pure but for what it is given: it sees clients and their transports, no sockets. All on the
 * engine's thread.
 *
 * <p>Uses {@code engine}, {@code persist} and {@code rdb}.
 */
@NullMarked
package io.sentinelha.server.replication;

import org.jspecify.annotations.NullMarked;
