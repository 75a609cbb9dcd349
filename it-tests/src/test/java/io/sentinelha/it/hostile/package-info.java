/**
 * Bad input and limits, at the built program: whatever a stranger sends, others are served, memory
 * stays within bounds, and the group can still fail over.
 */
@NullMarked
package io.sentinelha.it.hostile;

import org.jspecify.annotations.NullMarked;
