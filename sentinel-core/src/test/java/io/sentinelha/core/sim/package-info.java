/**
 * A whole group in one thread under a virtual clock: real engines, model data nodes and clients, a
 * network that delays, stalls, breaks and partitions, disks that take time and fail, clocks that
 * are wrong. One seed decides everything.
 *
 * <p>{@link io.sentinelha.core.sim.World} is what others build on: {@code fault} draws what befalls
 * it, {@code check} watches it, {@code run} runs many, {@code mutation} proves that the net holds.
 */
@NullMarked
package io.sentinelha.core.sim;

import org.jspecify.annotations.NullMarked;
