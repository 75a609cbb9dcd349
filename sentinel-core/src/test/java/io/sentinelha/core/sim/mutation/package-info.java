/**
 * Deliberate faults in the rules, each of which the simulation must find: proof that the net holds.
 */
@NullMarked
package io.sentinelha.core.sim.mutation;

import org.jspecify.annotations.NullMarked;
