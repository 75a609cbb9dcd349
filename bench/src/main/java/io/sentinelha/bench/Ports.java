package io.sentinelha.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free ports below those that the system gives to outgoing connections, so that a stopped server
 * finds its port free when it starts again.
 */
public final class Ports {

  private static final int LOWEST = 11_000;
  private static final int HIGHEST = 30_000;

  /**
   * Far apart for programs that were started one after another, and no port twice for long: a port
   * that was found free is taken only when its server starts, and until then another program, or
   * another test of this one, must not find it too.
   */
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 7_919 % (HIGHEST - LOWEST)));

  private Ports() {}

  /**
   * Returns ports of loopback that nobody listens at, each another.
   *
   * @throws IllegalStateException if there are not so many
   */
  public static List<Integer> free(int count) {
    List<Integer> found = new ArrayList<>();
    for (int tries = LOWEST; found.size() < count; tries++) {
      if (tries == HIGHEST) {
        throw new IllegalStateException(
            "only " + found.size() + " of " + count + " ports are free from " + LOWEST);
      }
      int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), HIGHEST - LOWEST);
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
