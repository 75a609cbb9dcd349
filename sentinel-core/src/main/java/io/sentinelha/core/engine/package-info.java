/**
 * The decisions of a supervisor, as a state machine: events go in, effects come out. Nothing here
 * performs I/O, reads a clock, starts a thread, logs, or draws a random number of its own; time
 * arrives in events and chance is a generator that is passed in. The same events therefore always
 * give the same effects, in production, in simulation and in replay.
 *
 * <p>One thread owns an engine. The shell (package {@code runtime}) feeds it and carries out its
 * effects in order. Times are in milliseconds, because every directive, field and reply of the
 * contract is; they come from a monotonic clock, so only differences mean anything.
 *
 * <p>Depends on the JDK and {@code io.sentinelha.quorum} alone.
 */
@NullMarked
package io.sentinelha.core.engine;

import org.jspecify.annotations.NullMarked;
