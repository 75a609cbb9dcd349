/**
 * Tests of the connection commands; several compare the bytes with those of an installed
 * redis-sentinel.
 */
@NullMarked
package io.sentinelha.resp.command;

import org.jspecify.annotations.NullMarked;
