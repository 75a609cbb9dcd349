/**
 * The running supervisor: one thread that feeds the engine and carries out its effects, and the
 * parts around it (links, saver, listener) wired together. Takes no decisions.
 *
 * <p>The only package of this module that knows all the others. Tells what happens to a {@link
 * io.sentinelha.core.runtime.SupervisorObserver}; must not know Prometheus or the command line.
 * Used by {@code sentinel-cli}.
 */
@NullMarked
package io.sentinelha.core.runtime;

import org.jspecify.annotations.NullMarked;
