/** Tests. */
@NullMarked
package io.sentinelha.server.rdb;

import org.jspecify.annotations.NullMarked;
