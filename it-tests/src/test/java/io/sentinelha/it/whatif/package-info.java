/** What the built program says would happen, and what then happens to real servers. */
@NullMarked
package io.sentinelha.it.whatif;

import org.jspecify.annotations.NullMarked;
