/**
 * Data on disk: snapshots without fork, dump files, the append-only file, loading at the start.
 * Runs on the thread of the engine but for what may wait, which helper threads do: encoding,
 * writing, syncing, reading.
 *
 * <p>Uses {@code engine}, {@code rdb} and {@code store}.
 */
@NullMarked
package io.sentinelha.server.persist;

import org.jspecify.annotations.NullMarked;
