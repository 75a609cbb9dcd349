/** The rules of agreement, one test each. */
@NullMarked
package io.sentinelha.quorum;

import org.jspecify.annotations.NullMarked;
