package io.sentinelha.server.rdb;

import io.sentinelha.server.store.packed.PackedEntry;

/** A listpack: length (4 bytes), count (2), elements, 0xFF. */
final class Listpack extends Packed {

  Listpack(byte[] bytes, long offset) throws RdbException {
    super("listpack", bytes, offset);
    try {
      PackedEntry.check(bytes);
    } catch (IllegalArgumentException e) {
      throw corrupt(String.valueOf(e.getMessage()));
    }
    at = PackedEntry.HEADER;
  }

  @Override
  boolean next() {
    if (at == bytes.length - 1) {
      return false;
    }
    if (PackedEntry.isNumber(bytes, at)) {
      found(PackedEntry.number(bytes, at));
    } else {
      found(PackedEntry.textStart(bytes, at), PackedEntry.textLength(bytes, at));
    }
    at = PackedEntry.next(bytes, at);
    return true;
  }
}
