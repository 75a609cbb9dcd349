/** The program as a process: how it starts, ends, and answers on the command line. */
@NullMarked
package io.sentinelha.it.process;

import org.jspecify.annotations.NullMarked;
