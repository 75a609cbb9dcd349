/**
 * What would happen if a primary died now: found out by letting a second engine, which starts with
 * what the first one knows, live through it in a time of its own.
 *
 * <p>As pure as the engine, and in front of it: knows the engine's public values, and no more. Used
 * by {@code command}, on whatever thread.
 */
@NullMarked
package io.sentinelha.core.whatif;

import org.jspecify.annotations.NullMarked;
