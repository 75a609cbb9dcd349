/** Tests of the flight recorder and of the replay. */
@NullMarked
package io.sentinelha.core.recorder;

import org.jspecify.annotations.NullMarked;
