/** Failover after failover in one group. How long they take is measured elsewhere. */
@NullMarked
package io.sentinelha.it.failover;

import org.jspecify.annotations.NullMarked;
