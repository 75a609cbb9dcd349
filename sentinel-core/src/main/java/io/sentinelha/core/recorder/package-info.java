/**
 * The flight recorder: every event that the engine is given goes into a folder of bounded size,
 * with a hash of the effects, and {@link io.sentinelha.core.recorder.Replay} runs an engine on it
 * once more.
 *
 * <p>Bytes are made of the engine's own types ({@link io.sentinelha.core.recorder.Shapes}), so an
 * event that is added there is recorded here. Passwords never get this far ({@link
 * io.sentinelha.core.recorder.Redaction}). Used by {@code runtime}, which feeds it, and by the
 * command line, which replays.
 */
@NullMarked
package io.sentinelha.core.recorder;

import org.jspecify.annotations.NullMarked;
