/** Running worlds by seed: one with its transcript, or many at once with a summary. */
@NullMarked
package io.sentinelha.core.sim.run;

import org.jspecify.annotations.NullMarked;
