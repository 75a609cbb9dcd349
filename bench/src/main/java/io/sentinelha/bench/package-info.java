/**
 * Measurements from outside, side by side with redis-sentinel: real processes on loopback, driven
 * by plain sockets. Figures are reported as medians and ratios of one run.
 */
@NullMarked
package io.sentinelha.bench;

import org.jspecify.annotations.NullMarked;
