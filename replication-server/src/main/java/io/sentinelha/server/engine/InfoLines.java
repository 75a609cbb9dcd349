package io.sentinelha.server.engine;

import java.util.function.BiConsumer;

/** Some lines of a section of INFO. */
@FunctionalInterface
public interface InfoLines {

  /** Hands over the lines in order: field and value. */
  void write(BiConsumer<String, Object> line);
}
