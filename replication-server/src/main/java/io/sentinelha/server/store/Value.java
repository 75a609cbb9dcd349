package io.sentinelha.server.store;

/**
 * What stands behind a key, if it is more than a short string. A value changes in place, on the
 * thread that owns the data; before it changes, whoever changes it has looked its key up for
 * writing, so that a snapshot in progress has taken its {@link #frozen} state.
 */
public interface Value {

  ValueType type();

  /** As OBJECT ENCODING tells it. */
  String encoding();

  /** Bytes of memory, about; asked whenever the key's memory is accounted, so it must be cheap. */
  long memory();

  /** Elements; a value without any is removed with its key. For a string its length. */
  long size();

  /** An equal value that shares nothing that changes. */
  Value copy();

  /**
   * The state of this moment, for another thread: what it returns stays as it is while this value
   * goes on changing. Takes time that does not grow with the size: parts are shared until they
   * change.
   */
  Value frozen();
}
