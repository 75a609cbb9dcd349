/** Tests of the server as a whole, of its sockets and of its arrows. */
@NullMarked
package io.sentinelha.server;

import org.jspecify.annotations.NullMarked;
