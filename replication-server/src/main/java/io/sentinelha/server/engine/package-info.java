/**
 * The machine that runs commands: clients, the table of commands, transactions, blocking, pub/sub,
 * propagation, settings. One thread owns all of it and the data. Knows nothing of sockets: a {@link
 * io.sentinelha.server.engine.Transport} carries replies away.
 *
 * <p>Uses {@code store} and the values of {@code resp}; must not know the families of commands,
 * which register themselves.
 */
@NullMarked
package io.sentinelha.server.engine;

import org.jspecify.annotations.NullMarked;
