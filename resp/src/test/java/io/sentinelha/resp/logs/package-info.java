/** A logger for tests that remembers what it was told. */
@NullMarked
package io.sentinelha.resp.logs;

import org.jspecify.annotations.NullMarked;
