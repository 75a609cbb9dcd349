/**
 * Streams: entries in packed nodes, consumer groups with what they have not acknowledged yet. All
 * of it can be frozen for another thread in no time, and goes on changing.
 */
@NullMarked
package io.sentinelha.server.store.stream;

import org.jspecify.annotations.NullMarked;
