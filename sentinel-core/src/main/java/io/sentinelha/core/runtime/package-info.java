/**
 * The running supervisor: one thread that feeds the engine and carries out its effects, and the
 * parts around it (links, saver, listener) wired together. Takes no decisions.
 *
 * <p>Used by {@code sentinel-cli}.
 */
@NullMarked
package io.sentinelha.core.runtime;

import org.jspecify.annotations.NullMarked;
