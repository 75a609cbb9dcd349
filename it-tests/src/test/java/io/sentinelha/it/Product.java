package io.sentinelha.it;

import io.sentinelha.bench.Group;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The product as its users start it: through the launcher of this repository. */
public final class Product {

  /** Surefire runs the tests of a module in the module's folder. */
  private static final Path LAUNCHER =
      Path.of("..", "bin", "sentinel").toAbsolutePath().normalize();

  private static final int FAILOVER_TIMEOUT_MILLIS = 10_000;
  private static final int SUPERVISORS = 3;

  private Product() {}

  public static String launcher() {
    return LAUNCHER.toString();
  }

  /** Three supervisors of ours with three real servers. */
  public static Group.Setup group(int downAfterMillis) {
    return group(downAfterMillis, List.of(), Optional.empty());
  }

  public static Group.Setup group(
      int downAfterMillis, List<String> moreLines, Optional<Group.Secrets> secrets) {
    return group(downAfterMillis, Group.REDIS_SERVERS, moreLines, secrets);
  }

  /**
   * Three supervisors of ours with servers of any kind.
   *
   * @param servers as in {@link Group.Setup}
   */
  public static Group.Setup group(int downAfterMillis, List<List<String>> servers) {
    return group(downAfterMillis, servers, List.of(), Optional.empty());
  }

  private static Group.Setup group(
      int downAfterMillis,
      List<List<String>> servers,
      List<String> moreLines,
      Optional<Group.Secrets> secrets) {
    List<String> supervisor = List.of(launcher(), "{conf}");
    return new Group.Setup(
        Collections.nCopies(SUPERVISORS, supervisor),
        servers,
        downAfterMillis,
        FAILOVER_TIMEOUT_MILLIS,
        moreLines,
        secrets);
  }
}
