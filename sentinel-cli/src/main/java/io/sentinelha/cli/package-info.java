/**
 * The command line: the daemon, queries, the configuration check and the demo. The only place where
 * concrete classes of all parts meet: it parses, builds and starts, and decides nothing about
 * failovers.
 *
 * <p>Nobody knows this package. A command that cannot be carried out throws {@link Refusal}, which
 * carries the text for the user and the exit status.
 */
@NullMarked
package io.sentinelha.cli;

import org.jspecify.annotations.NullMarked;
