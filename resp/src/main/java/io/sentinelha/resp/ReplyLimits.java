package io.sentinelha.resp;

/**
 * How large a reply may be. Memory is taken only for bytes that have arrived, so these bound what a
 * hostile server can make a client do, not what an honest one costs.
 *
 * @param depth aggregates within aggregates; positive, default 32
 * @param elements values in one reply, nested ones included; positive, default 16,777,216
 * @param bulkBytes longest bulk string; positive, default 512 MiB
 * @param lineBytes longest line: a simple string, an error, a number; positive, default 64 KiB
 */
public record ReplyLimits(int depth, int elements, int bulkBytes, int lineBytes) {

  public static final ReplyLimits DEFAULT = new ReplyLimits(32, 1 << 24, 512 << 20, 64 << 10);

  public ReplyLimits {
    if (depth <= 0 || elements <= 0 || bulkBytes <= 0 || lineBytes <= 0) {
      throw new IllegalArgumentException(
          "limits must be > 0: got %d, %d, %d, %d"
              .formatted(depth, elements, bulkBytes, lineBytes));
    }
  }
}
