/** Tests of reading, rewriting and saving configurations, also against a real redis-sentinel. */
@NullMarked
package io.sentinelha.core.config;

import org.jspecify.annotations.NullMarked;
