/**
 * Figures for Prometheus: meters fed by the supervisor's observer, gauges read from its published
 * view at the moment of a scrape, and the HTTP endpoint that serves them. Decides nothing.
 *
 * <p>Used by {@code sentinel-cli}; the supervisor does not know it.
 */
@NullMarked
package io.sentinelha.metrics;

import org.jspecify.annotations.NullMarked;
