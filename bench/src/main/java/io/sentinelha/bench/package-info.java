/**
 * Measurements from outside, side by side with redis-sentinel: real processes on loopback, driven
 * by plain sockets. Figures are reported as medians and ratios of one run.
 *
 * <p>Must not know the supervisor's classes: it starts programs and speaks to them as anybody
 * could. The integration tests use its processes, ports and groups.
 */
@NullMarked
package io.sentinelha.bench;

import org.jspecify.annotations.NullMarked;
