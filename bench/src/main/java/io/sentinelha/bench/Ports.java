package io.sentinelha.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free ports below those that the system gives to outgoing connections, so that a stopped server
 * finds its port free when it starts again. They come from a {@link PortBlock}, so that another
 * program of ours does not take them meanwhile.
 */
public final class Ports {

  private static final PortBlock BLOCK = PortBlock.claim();

  /** No port twice for long: one that was found free is taken only when its server starts. */
  private static final AtomicInteger NEXT = new AtomicInteger();

  private Ports() {}

  /**
   * Returns ports of loopback that nobody listens at, each another.
   *
   * @throws IllegalStateException if there are not so many
   */
  public static List<Integer> free(int count) {
    List<Integer> found = new ArrayList<>();
    for (int tries = 0; found.size() < count; tries++) {
      if (tries == PortBlock.SIZE) {
        throw new IllegalStateException(
            "only " + found.size() + " of " + count + " ports are free from " + BLOCK.lowest());
      }
      int port = BLOCK.lowest() + Math.floorMod(NEXT.getAndIncrement(), PortBlock.SIZE);
      if (isFree(port)) {
        found.add(port);
      }
    }
    return List.copyOf(found);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false; // Somebody is there.
    }
  }
}
