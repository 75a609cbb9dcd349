/**
 * A model of Redis Sentinel for mixed groups: its rules, not its code. It looks at everything ten
 * to nineteen times a second and does nothing in between.
 */
@NullMarked
package io.sentinelha.core.sim.redis;

import org.jspecify.annotations.NullMarked;
