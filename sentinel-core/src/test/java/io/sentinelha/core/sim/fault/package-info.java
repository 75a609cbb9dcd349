/** Breaking things: what a world is like and what befalls it, all drawn from its seed. */
@NullMarked
package io.sentinelha.core.sim.fault;

import org.jspecify.annotations.NullMarked;
