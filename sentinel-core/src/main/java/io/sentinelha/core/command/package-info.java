/**
 * What a supervisor answers: the SENTINEL command and the few others that it serves. Inspection is
 * answered from the last published view, on the connection's own thread; orders and votes go
 * through the engine and are answered when it says so.
 *
 * <p>Knows the engine's values and the command server of {@code io.sentinelha.resp}; must not know
 * links, files or the engine's thread, which it reaches through {@link Orders}. Used by {@code
 * runtime}, which puts the commands into the server's table.
 */
@NullMarked
package io.sentinelha.core.command;

import org.jspecify.annotations.NullMarked;
