/**
 * Tests of the command server over real sockets: order of replies, limits, slow readers, login,
 * pub/sub, listening.
 */
@NullMarked
package io.sentinelha.resp.server;

import org.jspecify.annotations.NullMarked;
