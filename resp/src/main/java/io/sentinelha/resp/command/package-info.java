/**
 * Commands that concern the connection, the table of commands, the users and pub/sub, and nothing
 * else: {@link ConnectionCommands} has them all. What they answer is compared, byte by byte, with a
 * real redis-sentinel by the tests of this package.
 *
 * <p>Uses {@code io.sentinelha.resp.server}; nothing there knows this package. Must not know what
 * the server around it is for.
 */
@NullMarked
package io.sentinelha.resp.command;

import org.jspecify.annotations.NullMarked;
