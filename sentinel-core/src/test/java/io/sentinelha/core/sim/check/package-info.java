/** What must hold in every world, checked at every step, and the account of every write. */
@NullMarked
package io.sentinelha.core.sim.check;

import org.jspecify.annotations.NullMarked;
