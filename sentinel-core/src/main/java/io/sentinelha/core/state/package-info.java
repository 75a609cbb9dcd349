/**
 * Durable state: what must be on disk before it is spoken of. One thread saves, always the newest
 * state, so that changes which come while the disk is busy become one save.
 *
 * <p>Where and how is saved is behind {@link io.sentinelha.core.state.StateStore}; what the state
 * means is not known here. Used by {@code runtime}.
 */
@NullMarked
package io.sentinelha.core.state;

import org.jspecify.annotations.NullMarked;
