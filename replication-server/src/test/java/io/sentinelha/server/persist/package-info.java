/** Tests. */
@NullMarked
package io.sentinelha.server.persist;

import org.jspecify.annotations.NullMarked;
