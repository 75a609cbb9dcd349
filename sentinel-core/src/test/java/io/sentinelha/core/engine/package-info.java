/** The engine's rules, one by one, with values and without a world around them. */
@NullMarked
package io.sentinelha.core.engine;

import org.jspecify.annotations.NullMarked;
