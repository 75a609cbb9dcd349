/**
 * Connections to data nodes and peers, by Lettuce. Opens, closes and sends what the engine orders
 * and reports what came of it; decides nothing: no reconnecting, no resending, no time-outs of its
 * own beyond that of a connection attempt.
 *
 * <p>Knows the engine's effects and events, and Lettuce, which nobody else in this module does.
 * Must not know what an answer means for the group. Used by {@code runtime}.
 */
@NullMarked
package io.sentinelha.core.link;

import org.jspecify.annotations.NullMarked;
