/**
 * The contract on the wire: what the built program answers, compared byte by byte with what a real
 * redis-sentinel 7.0 answers in the same situation. Whatever differs is named here, with the
 * reason.
 */
@NullMarked
package io.sentinelha.it.contract;

import org.jspecify.annotations.NullMarked;
