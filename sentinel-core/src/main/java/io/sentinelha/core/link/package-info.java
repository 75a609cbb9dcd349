/**
 * Connections to data nodes and peers, by Lettuce. Opens, closes and sends what the engine orders
 * and reports what came of it; decides nothing: no reconnecting, no resending, no time-outs of its
 * own beyond that of a connection attempt.
 *
 * <p>Used by {@code runtime}. Knows the engine's effects and events.
 */
@NullMarked
package io.sentinelha.core.link;

import org.jspecify.annotations.NullMarked;
