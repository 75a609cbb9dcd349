package io.sentinelha.core.runtime;

import io.sentinelha.core.config.OwnFile;
import io.sentinelha.core.history.HistoryFile;
import java.io.IOException;
import java.util.Optional;

/** Keeps the history beside the state. */
record HistoryStore(OwnFile file) implements HistoryFile {

  @Override
  public Optional<byte[]> read() throws IOException {
    return file.read();
  }

  @Override
  public void write(byte[] content) throws IOException {
    file.write(content);
  }

  @Override
  public String setAside() throws IOException {
    return file.setAside();
  }
}
