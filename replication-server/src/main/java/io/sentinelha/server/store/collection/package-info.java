/**
 * What stands behind keys that are no strings: hashes, lists, sets and sorted sets. Small ones are
 * packed into one array, large ones consist of chunks, which a frozen twin shares until they
 * change. Owned by one thread; a frozen value may be read by another.
 *
 * <p>Depends on the JDK and on {@code store}.
 *
 * @see "docs/adr/0024"
 */
@NullMarked
package io.sentinelha.server.store.collection;

import org.jspecify.annotations.NullMarked;
