/**
 * The format of dump files and of DUMP: written at version 10, read at versions 1 to 12. Pure:
 * bytes in, values out; whoever calls brings the streams. The reader trusts nothing: whatever is
 * wrong ends in an {@link RdbException} that says what and where, and it never asks for more memory
 * than the bytes that are there can justify.
 *
 * <p>Uses {@code store}, and {@code engine} for how numbers are printed.
 */
@NullMarked
package io.sentinelha.server.rdb;

import org.jspecify.annotations.NullMarked;
