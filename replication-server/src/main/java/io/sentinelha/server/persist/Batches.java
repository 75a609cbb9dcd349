package io.sentinelha.server.persist;

import io.sentinelha.server.rdb.RdbVisitor;
import java.io.IOException;
import java.util.Arrays;

/**
 * Collects what is in a dump, to be taken by a {@link Loader} many at a time: perhaps by another
 * thread, and in any case faster than one by one.
 */
abstract class Batches implements RdbVisitor {

  private static final int MOST = 256;

  /** Something that is no plain item. */
  interface Told {
    void to(RdbVisitor visitor) throws IOException;
  }

  /** Items about whose use nothing is known, and whatever else there is to tell. */
  private Object[] batch = new Object[MOST];

  private int size;

  Batches() {}

  /** Passes a batch on, which is the taker's from here on. */
  abstract void pass(Object[] full) throws IOException;

  /** Passes on what has been collected. */
  final void flush() throws IOException {
    pass(size == MOST ? batch : Arrays.copyOf(batch, size));
    batch = new Object[MOST];
    size = 0;
  }

  private void add(Object told) throws IOException {
    batch[size++] = told;
    if (size == MOST) {
      flush();
    }
  }

  private void tell(Told told) throws IOException {
    add(told);
  }

  @Override
  public void aux(String name, byte[] value) throws IOException {
    tell(visitor -> visitor.aux(name, value));
  }

  @Override
  public void database(long index) throws IOException {
    tell(visitor -> visitor.database(index));
  }

  @Override
  public void sizes(long keys) throws IOException {
    tell(visitor -> visitor.sizes(keys));
  }

  @Override
  public void function(byte[] source) throws IOException {
    tell(visitor -> visitor.function(source));
  }

  @Override
  public void item(Object item, long idleSeconds, int frequency) throws IOException {
    if (idleSeconds == UNKNOWN && frequency == UNKNOWN) {
      add(item);
    } else {
      tell(visitor -> visitor.item(item, idleSeconds, frequency));
    }
  }

  @Override
  public void empty(byte[] key) throws IOException {
    tell(visitor -> visitor.empty(key));
  }
}
