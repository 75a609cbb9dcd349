/**
 * What is remembered of past failovers, for people: bounded, kept in a file of its own, and no
 * promise to anybody. A file that cannot be read or written costs the memory and nothing else.
 *
 * <p>The engine tells what happened in moments of its own clock; the time of day is added here.
 * Where the file is stands behind {@link io.sentinelha.core.history.HistoryFile}. Used by {@code
 * runtime}.
 */
@NullMarked
package io.sentinelha.core.history;

import org.jspecify.annotations.NullMarked;
