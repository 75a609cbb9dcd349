/**
 * The bound on lost writes: supervisors keep min-replicas-to-write and min-replicas-max-lag set on
 * real servers. The partition is a real one, between network namespaces; it needs root and the
 * {@code ip} program.
 */
@NullMarked
package io.sentinelha.it.guard;

import org.jspecify.annotations.NullMarked;
