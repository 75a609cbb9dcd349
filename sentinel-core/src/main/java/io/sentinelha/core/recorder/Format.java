package io.sentinelha.core.recorder;

import java.util.List;

/**
 * How a segment is laid out.
 *
 * <pre>
 * segment  = "SHFR" version record...        the first two records are HEADER and CHECKPOINT
 * record   = length body crc                 length: of the body; crc: CRC32C of the body
 * body     = HEADER header
 *          | CHECKPOINT the engine's state before the first event
 *          | QUIET millis event              a step without effects
 *          | STEP millis hash event          hash: of the effects
 *          | BROKEN millis event             the engine found itself in an impossible state
 *          | END dropped                     closed in good order, after so many unrecorded events
 * </pre>
 *
 * <p>{@code millis} is the time since the record before.
 */
final class Format {

  static final List<Integer> MAGIC = List.of((int) 'S', (int) 'H', (int) 'F', (int) 'R');
  static final int VERSION = 2;

  static final int HEADER = 1;
  static final int CHECKPOINT = 2;
  static final int QUIET = 3;
  static final int STEP = 4;
  static final int BROKEN = 5;
  static final int END = 6;

  static final int CRC_BYTES = 4;

  private Format() {}
}
