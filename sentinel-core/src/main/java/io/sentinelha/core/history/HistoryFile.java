package io.sentinelha.core.history;

import java.io.IOException;
import java.util.Optional;

/** The file behind a history. */
public interface HistoryFile {

  /** The whole content; empty when there is no file. */
  Optional<byte[]> read() throws IOException;

  /** Replaces the content at one instant: whoever reads finds the old one or the new one. */
  void write(byte[] content) throws IOException;

  /**
   * Gives the file another name, so that a new one can be begun and nothing is thrown away.
   *
   * @return the other name
   */
  String setAside() throws IOException;
}
