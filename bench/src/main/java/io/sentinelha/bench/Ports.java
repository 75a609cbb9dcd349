package io.sentinelha.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Free ports below those that the system gives to outgoing connections, so that a stopped server
 * finds its port free when it starts again.
 */
public final class Ports {

  private static final int LOWEST = 11_000;
  private static final int HIGHEST = 30_000;

  private Ports() {}

  public static List<Integer> free(int count) {
    Set<Integer> found = new LinkedHashSet<>();
    Random random = new Random();
    while (found.size() < count) {
      int port = LOWEST + random.nextInt(HIGHEST - LOWEST);
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
