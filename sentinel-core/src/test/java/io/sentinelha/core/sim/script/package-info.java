/**
 * Stories of a group as text: orders, and what the supervisors then say, with the moment of virtual
 * time. They are read as the manual of the failover, and checked to the letter.
 */
@NullMarked
package io.sentinelha.core.sim.script;

import org.jspecify.annotations.NullMarked;
