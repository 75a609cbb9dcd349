package io.sentinelha.resp.server;

import java.time.Duration;

/**
 * How much unsent output a connection may pile up before it is cut off.
 *
 * @param hardBytes at this much at once; 0 = never
 * @param softBytes at this much for {@code softFor} without a break; 0 = never
 * @param softFor how long; not negative
 */
public record OutputLimit(long hardBytes, long softBytes, Duration softFor) {

  public static final OutputLimit NONE = new OutputLimit(0, 0, Duration.ZERO);

  public OutputLimit {
    if (hardBytes < 0 || softBytes < 0 || softFor.isNegative()) {
      throw new IllegalArgumentException(
          "output limits must not be negative: got %d, %d, %s"
              .formatted(hardBytes, softBytes, softFor));
    }
  }

  boolean isHardReached(long pending) {
    return hardBytes > 0 && pending >= hardBytes;
  }

  boolean isSoftReached(long pending) {
    return softBytes > 0 && pending >= softBytes;
  }
}
