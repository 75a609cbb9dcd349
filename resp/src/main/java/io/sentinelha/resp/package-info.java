/**
 * The Redis serialization protocol, both versions of it: {@link RequestParser} and {@link
 * RespWriter} are the server's side of a connection, {@link RespReader} with {@link RespValue} the
 * client's. Everything works on Netty buffers and performs no input or output itself; nothing here
 * is safe for use by two threads at once unless it says so.
 *
 * <p>Three packages, and the arrows point one way: {@code resp.command} (commands that concern the
 * connection alone) uses {@code resp.server} (listener, connections, dispatch, pub/sub, users),
 * which uses this one. None of them knows what a sentinel, a key or a replica is.
 *
 * <p>Depends on Netty, SLF4J and the JDK.
 */
@NullMarked
package io.sentinelha.resp;

import org.jspecify.annotations.NullMarked;
