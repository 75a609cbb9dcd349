/**
 * Groups in which supervisors of ours and real redis-sentinel processes agree with each other. They
 * need {@code redis-server} on the PATH.
 */
@NullMarked
package io.sentinelha.it.mixed;

import org.jspecify.annotations.NullMarked;
