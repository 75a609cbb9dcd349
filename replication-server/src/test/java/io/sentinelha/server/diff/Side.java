package io.sentinelha.server.diff;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One server of the two, with the clients that a stream has there. */
final class Side implements AutoCloseable {

  private static final long POLL_NANOS = 200_000;

  final Peer admin;
  private final Peer main;
  private final Peer waiter;
  private final String waiterId;
  private boolean pending;

  /** Opens the clients and empties the server. */
  Side(int port, boolean resp3) throws IOException {
    admin = new Peer(port);
    main = new Peer(port);
    waiter = new Peer(port);
    admin.call("FLUSHALL");
    waiterId = new String(waiter.call("CLIENT", "ID"), ISO_8859_1).substring(1).trim();
    if (resp3) {
      main.call("HELLO", "3");
      waiter.call("HELLO", "3");
    }
  }

  void send(List<Step> steps) throws IOException {
    main.send(steps);
  }

  List<byte[]> receive(int count) throws IOException {
    List<byte[]> replies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      replies.add(main.receive());
    }
    return replies;
  }

  /** Lets the second client send a command; returns when that has answered or waits. */
  void sendToWait(Step step) throws IOException {
    waiter.send(List.of(step));
    pending = true;
    while (!waiter.hasReply() && !isWaiting()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean isWaiting() throws IOException {
    String clients = new String(admin.call("INFO", "clients"), ISO_8859_1);
    return clients.contains("blocked_clients:1");
  }

  /** What the second client was told, at the latest when its wait is ended now. */
  byte[] endWait() throws IOException {
    if (!pending) {
      return new byte[] {'+', '\r', '\n'};
    }
    pending = false;
    admin.call("CLIENT", "UNBLOCK", waiterId);
    return waiter.receive();
  }

  boolean isPending() {
    return pending;
  }

  @Override
  public void close() throws IOException {
    admin.close();
    main.close();
    waiter.close();
  }
}
