/**
 * The command line: the daemon, queries, the configuration check and the demo. The only place where
 * concrete classes of all parts meet.
 */
@NullMarked
package io.sentinelha.cli;

import org.jspecify.annotations.NullMarked;
