/** Tests of the command line: in this process where that is enough, as a process where it is not. */
@NullMarked
package io.sentinelha.cli;

import org.jspecify.annotations.NullMarked;
