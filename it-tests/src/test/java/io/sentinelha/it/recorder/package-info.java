/** What real supervisors recorded is replayed, and is what they said at the time. */
@NullMarked
package io.sentinelha.it.recorder;

import org.jspecify.annotations.NullMarked;
