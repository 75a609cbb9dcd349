/** The form of texts and numbers in a row, as Redis has it in its files. */
@NullMarked
package io.sentinelha.server.store.packed;

import org.jspecify.annotations.NullMarked;
