/**
 * What a supervisor said is true after it was killed, and nothing is said that the disk did not
 * take. The processes are killed by SIGKILL, which loses what was not written, but not what was
 * written and not synchronised: that needs a power cut.
 */
@NullMarked
package io.sentinelha.it.durability;

import org.jspecify.annotations.NullMarked;
