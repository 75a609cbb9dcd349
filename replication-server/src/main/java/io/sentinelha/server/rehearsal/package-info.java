/**
 * What servers usually do, done once beside a server that is recorded for the archive of classes.
 * {@link io.sentinelha.server.rehearsal.Rehearsal} is a program of its own; the server knows
 * nothing of it.
 */
@NullMarked
package io.sentinelha.server.rehearsal;

import org.jspecify.annotations.NullMarked;
