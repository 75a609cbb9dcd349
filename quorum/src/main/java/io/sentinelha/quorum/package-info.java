/**
 * Agreeing: epochs, votes, ballots, and how many say that a primary is down. Everything here is an
 * immutable value: the same inputs always give the same outcome.
 *
 * <p>Depends on the JDK alone. Used by {@code sentinel-core}, which decides when to ask and whom.
 */
@NullMarked
package io.sentinelha.quorum;

import org.jspecify.annotations.NullMarked;
