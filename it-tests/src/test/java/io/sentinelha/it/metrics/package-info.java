/**
 * What Prometheus sees of live supervisors, checked with its own tool ({@code promtool}, Debian
 * package prometheus).
 */
@NullMarked
package io.sentinelha.it.metrics;

import org.jspecify.annotations.NullMarked;
