/**
 * The bundled server: an in-memory server of the Redis protocol that replicates to and from real
 * ones. {@link io.sentinelha.server.DataServer} starts it.
 *
 * <p>Depends on {@code resp}, Netty, SLF4J and the JDK; must not know the supervisor.
 */
@NullMarked
package io.sentinelha.server;

import org.jspecify.annotations.NullMarked;
