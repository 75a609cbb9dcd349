/** Tests of how a supervisor is put together. */
@NullMarked
package io.sentinelha.core.runtime;

import org.jspecify.annotations.NullMarked;
