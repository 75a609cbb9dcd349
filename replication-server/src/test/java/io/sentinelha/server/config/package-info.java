/** Tests of the configuration. */
@NullMarked
package io.sentinelha.server.config;

import org.jspecify.annotations.NullMarked;
