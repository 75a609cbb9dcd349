/**
 * Sockets: listeners and connections on the event loop that owns the data.
 *
 * <p>Uses {@code engine}; the only package here that knows Netty.
 */
@NullMarked
package io.sentinelha.server.net;

import org.jspecify.annotations.NullMarked;
