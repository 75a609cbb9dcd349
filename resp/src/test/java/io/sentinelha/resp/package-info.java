/**
 * Tests of the codec: what every frame looks like, how bytes may be cut, what is refused, and that
 * no input whatever does harm.
 */
@NullMarked
package io.sentinelha.resp;

import org.jspecify.annotations.NullMarked;
