/**
 * A small server of commands over the Redis protocol: it listens, reads requests, looks commands up
 * in one {@link CommandTable}, checks who may run them, calls their handlers in order, writes what
 * they answer, and delivers published messages to subscribers.
 *
 * <p>A daemon builds a table of {@link Command}s, hands it to {@link CommandServer#builder} and
 * calls {@link CommandServer#listen}. Handlers see {@link Connection}, {@link
 * io.sentinelha.resp.Request} and {@link io.sentinelha.resp.RespWriter}; nothing of Netty.
 *
 * <p>Threads: every connection belongs to one event loop. Handlers run there and must not wait;
 * what takes time is answered through {@link Connection#defer}. {@link Broker}, {@link Clients},
 * {@link ServerStats}, {@link Users}, {@link AclLog} and {@link Pause} are safe for all threads;
 * what a method of {@link Connection} needs, it says.
 */
@NullMarked
package io.sentinelha.resp.server;

import org.jspecify.annotations.NullMarked;
