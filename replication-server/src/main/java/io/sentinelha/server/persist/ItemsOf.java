package io.sentinelha.server.persist;

import io.sentinelha.server.store.BucketTable;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Walking through all items of a table with something that may fail. */
final class ItemsOf {

  interface Taker {
    void take(Object item) throws IOException;
  }

  private ItemsOf() {}

  static void each(BucketTable table, Taker taker) throws IOException {
    try {
      table.forEach(
          item -> {
            try {
              taker.take(item);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
