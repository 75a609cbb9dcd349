/** What supervisors remember of failovers, and how it is explained, with real processes. */
@NullMarked
package io.sentinelha.it.history;

import org.jspecify.annotations.NullMarked;
