package io.sentinelha.server.engine;

import java.util.Arrays;

/** Requests in the form in which they go into the append-only file and to replicas. */
public final class Encoder {

  private static final int KEPT = 1 << 16;

  private byte[] out = new byte[64];
  private int at;

  public void clear() {
    at = 0;
    if (out.length > KEPT) {
      out = new byte[KEPT];
    }
  }

  public int length() {
    return at;
  }

  /** The array that {@link #length} bytes have been written to. */
  public byte[] array() {
    return out;
  }

  /** Begins a request with so many arguments. */
  public Encoder array(int size) {
    return header('*', size);
  }

  public Encoder bulk(byte[] bytes, int from, int length) {
    header('$', length);
    reserve(length + 2);
    System.arraycopy(bytes, from, out, at, length);
    at += length;
    out[at++] = '\r';
    out[at++] = '\n';
    return this;
  }

  public Encoder bulk(byte[] bytes) {
    return bulk(bytes, 0, bytes.length);
  }

  /** Bytes as they are. */
  public Encoder raw(byte[] bytes, int from, int length) {
    reserve(length);
    System.arraycopy(bytes, from, out, at, length);
    at += length;
    return this;
  }

  private Encoder header(char type, int number) {
    reserve(Numbers.LONGEST + 3);
    out[at++] = (byte) type;
    at = Numbers.write(out, at, number);
    out[at++] = '\r';
    out[at++] = '\n';
    return this;
  }

  private void reserve(int more) {
    if (out.length - at < more) {
      out = Arrays.copyOf(out, Math.max(2 * out.length, at + more));
    }
  }
}
