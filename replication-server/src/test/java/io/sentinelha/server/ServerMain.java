package io.sentinelha.server;

import io.sentinelha.server.config.ServerConfig;
import java.util.List;

/** A server as a process of its own, for tests that kill it. */
final class ServerMain {

  private ServerMain() {}

  public static void main(String[] args) throws Exception {
    DataServer.start(ServerConfig.of(List.of(args)), status -> Runtime.getRuntime().halt(status));
    Thread.currentThread().join();
  }
}
