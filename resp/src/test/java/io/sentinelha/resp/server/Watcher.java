package io.sentinelha.resp.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the server told. */
final class Watcher implements ServerObserver {

  final List<String> seen = new CopyOnWriteArrayList<>();

  @Override
  public void onOpened(Connection connection) {
    seen.add("opened");
  }

  @Override
  public void onClosed(Connection connection) {
    seen.add("closed");
  }

  @Override
  public void onRejected(RejectReason reason) {
    seen.add("rejected " + reason);
  }

  @Override
  public void onCommand(Command command, long nanos, boolean failed) {
    seen.add((failed ? "failed " : "ran ") + command + (nanos > 0 ? "" : " in no time"));
  }

  @Override
  public void onOutputLimit(Connection connection) {
    seen.add("output limit");
  }
}
