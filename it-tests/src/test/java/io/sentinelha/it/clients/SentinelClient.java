package io.sentinelha.it.clients;

import java.io.IOException;
import java.util.Optional;

/** What a test asks of any library. It reads where it was set up to read. */
interface SentinelClient extends AutoCloseable {

  /**
   * Writes once, with whatever patience the library has by itself.
   *
   * @throws IOException if the library gave up; its user would try again
   */
  void write(String key, String value) throws IOException;

  /**
   * Reads once.
   *
   * @throws IOException if the library gave up; its user would try again
   */
  Optional<String> read(String key) throws IOException;

  @Override
  void close() throws IOException;
}
