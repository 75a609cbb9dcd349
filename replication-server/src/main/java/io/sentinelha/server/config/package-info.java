/**
 * The configuration file and the command line, read into the settings that the engine and the
 * families declare.
 *
 * <p>Uses {@code engine}.
 */
@NullMarked
package io.sentinelha.server.config;

import org.jspecify.annotations.NullMarked;
