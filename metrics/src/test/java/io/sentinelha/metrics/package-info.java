/** Figures for a view made by hand, and HTTP as strangers speak it. */
@NullMarked
package io.sentinelha.metrics;

import org.jspecify.annotations.NullMarked;
