/**
 * Supervised groups of the bundled server, alone and together with redis-server. Each test runs few
 * rounds; {@code make group-kills} runs many.
 */
@NullMarked
package io.sentinelha.it.bundled;

import org.jspecify.annotations.NullMarked;
