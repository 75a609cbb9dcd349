package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;

/** Times of expiry in requests: seconds or milliseconds, from now or since 1970. */
final class Expiry {

  private Expiry() {}

  /**
   * Reads a time; refused when it is not positive or too large.
   *
   * @return milliseconds since 1970
   */
  static long positive(Call call, int index, boolean seconds, boolean absolute) {
    Args args = call.args();
    long value = args.number(index);
    if (value <= 0) {
      throw invalid(call);
    }
    return millis(call, value, seconds, absolute);
  }

  /** Milliseconds since 1970 from a number of a request, which may be negative. */
  static long millis(Call call, long value, boolean seconds, boolean absolute) {
    long millis = value;
    if (seconds) {
      if (value > Long.MAX_VALUE / 1000 || value < Long.MIN_VALUE / 1000) {
        throw invalid(call);
      }
      millis *= 1000;
    }
    if (!absolute) {
      if (millis > Long.MAX_VALUE - call.now()) {
        throw invalid(call);
      }
      millis += call.now();
    }
    return millis;
  }

  private static CommandError invalid(Call call) {
    return CommandError.of(
        "ERR invalid expire time in '" + call.command().fullName() + "' command");
  }
}
