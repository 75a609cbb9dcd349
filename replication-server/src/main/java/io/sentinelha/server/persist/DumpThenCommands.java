package io.sentinelha.server.persist;

import java.io.IOException;

/** A file that begins with a dump and goes on with commands, or not. */
final class DumpThenCommands implements LoadStage {

  private final LoadStage dump;
  private final Recovery.Source commands;
  private LoadStage current;

  DumpThenCommands(LoadStage dump, Recovery.Source commands) {
    this.dump = dump;
    this.commands = commands;
    this.current = dump;
  }

  @Override
  public boolean step(long endNanos) throws IOException {
    if (!current.step(endNanos)) {
      return false;
    }
    if (current != dump) {
      return true;
    }
    current = commands.open();
    return false;
  }

  @Override
  public void cancel() {
    current.cancel();
  }
}
