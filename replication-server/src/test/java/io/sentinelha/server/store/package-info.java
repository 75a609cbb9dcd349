/** Tests of the data structures. */
@NullMarked
package io.sentinelha.server.store;

import org.jspecify.annotations.NullMarked;
