package io.sentinelha.core.runtime;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares out the files that the system lets this process have open. Clients must leave some for the
 * state file and for the links: who cannot save cannot vote.
 */
final class OpenFiles {

  private static final Logger log = LoggerFactory.getLogger("sentinel");

  /** For the program itself, the state file, the listeners and the peers. */
  private static final int RESERVED = 128;

  /** Two for each data node of a usual group. */
  private static final int RESERVED_PER_PRIMARY = 8;

  private OpenFiles() {}

  /**
   * How many clients there may be.
   *
   * @param wanted at most so many
   * @param primaries how many are watched
   * @return at least 1
   */
  static int clients(long wanted, int primaries) {
    long allowed = clients(wanted, primaries, limit());
    if (allowed < wanted) {
      log.warn(
          "maxclients is {} instead of {}: no more files can be open; raise ulimit -n",
          allowed,
          wanted);
    }
    return (int) allowed;
  }

  static long clients(long wanted, int primaries, long limit) {
    long free = limit - RESERVED - (long) RESERVED_PER_PRIMARY * primaries;
    return Math.min(Math.min(wanted, Integer.MAX_VALUE), Math.max(1, free));
  }

  private static long limit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
