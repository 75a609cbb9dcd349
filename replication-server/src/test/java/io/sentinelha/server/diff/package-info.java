/**
 * The differential tester: streams of generated commands, sent to a real server and to ours, whose
 * replies and final data must be equal byte for byte. {@code make diff} runs it for long.
 *
 * <p>What is generated stands in the grammars among the resources; {@link
 * io.sentinelha.server.diff.Grammar} says how they read. Where replies may differ, and why, says
 * {@link io.sentinelha.server.diff.Accepted}.
 */
@NullMarked
package io.sentinelha.server.diff;

import org.jspecify.annotations.NullMarked;
