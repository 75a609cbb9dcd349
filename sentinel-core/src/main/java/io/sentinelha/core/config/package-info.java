/**
 * The configuration file: reading {@code sentinel.conf} as Redis Sentinel does, and writing back
 * what a supervisor must remember so that both products can read the result.
 *
 * <p>{@link io.sentinelha.core.config.ConfigFile} is what a running supervisor uses: it reads once
 * and then saves again and again. {@link io.sentinelha.core.config.SentinelConfig#read} only reads.
 * {@link io.sentinelha.core.config.Directives} knows every directive and can print them.
 *
 * <p>Bytes are kept as they are: inside this package a line is a text of one character per byte, so
 * that what is not understood is written back unchanged. Values become text, which must be UTF-8,
 * only when a directive asks for them.
 *
 * <p>Knows the values of package {@code engine} (which does not know this package), {@code
 * io.sentinelha.quorum}, the JDK, Jackson for the side file, and SLF4J. Used by {@code runtime} and
 * by the command line.
 */
@NullMarked
package io.sentinelha.core.config;

import org.jspecify.annotations.NullMarked;
