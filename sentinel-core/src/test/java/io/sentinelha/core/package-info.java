/** What holds for all packages of the supervisor together. */
@NullMarked
package io.sentinelha.core;

import org.jspecify.annotations.NullMarked;
