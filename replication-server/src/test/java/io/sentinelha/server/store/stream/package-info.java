/** Streams against plain maps. */
@NullMarked
package io.sentinelha.server.store.stream;

import org.jspecify.annotations.NullMarked;
