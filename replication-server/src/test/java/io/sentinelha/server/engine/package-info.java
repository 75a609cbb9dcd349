/** Tests of the machine that runs commands, and what drives it without sockets. */
@NullMarked
package io.sentinelha.server.engine;

import org.jspecify.annotations.NullMarked;
