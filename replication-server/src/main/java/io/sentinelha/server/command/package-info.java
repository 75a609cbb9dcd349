/**
 * The commands, one family per class: {@link io.sentinelha.server.engine.CommandFamily} is what
 * they implement, {@code Families} lists them. What a command is (arity, flags, keys) stands in a
 * table of the family among the resources.
 *
 * <p>Uses {@code engine} and {@code store}; nothing of Netty.
 */
@NullMarked
package io.sentinelha.server.command;

import org.jspecify.annotations.NullMarked;
