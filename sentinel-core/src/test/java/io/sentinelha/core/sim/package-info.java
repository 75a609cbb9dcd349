/**
 * A whole group in one thread under a virtual clock: real engines, model data nodes, a network that
 * delays, loses and partitions, disks that take time and fail. One seed decides everything.
 */
@NullMarked
package io.sentinelha.core.sim;

import org.jspecify.annotations.NullMarked;
