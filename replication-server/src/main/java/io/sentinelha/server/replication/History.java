package io.sentinelha.server.replication;

/**
 * Which history the data belong to, and how far it has come. Two servers with the same id and the
 * same offset have the same data. After a change of masters the history before goes on under
 * another id: who asks for it by the old one is served up to where it ended.
 */
final class History {

  /** In the place of an id: there is none. */
  static final String NONE = "0".repeat(40);

  private String id;
  private String previousId = NONE;
  private long secondOffset = -1;
  private long offset;

  History(String id) {
    this.id = id;
  }

  /** 40 hex digits. */
  String id() {
    return id;
  }

  /** Of the history that this one goes on from; {@link #NONE} if there is none. */
  String previousId() {
    return previousId;
  }

  /** The first byte that the history before does not have any more; -1 if there is none. */
  long secondOffset() {
    return secondOffset;
  }

  /** Bytes of the stream so far: those before the first write are none. */
  long offset() {
    return offset;
  }

  void advance(long bytes) {
    offset += bytes;
  }

  /** Goes on under another id, and remembers this one. */
  void shift(String newId) {
    previousId = id;
    secondOffset = offset + 1;
    id = newId;
  }

  /** Another history begins: nobody who knows this one can go on. The offset stays. */
  void renew(String newId) {
    id = newId;
    forgetPrevious();
  }

  /** The data are those of another server now. */
  void adopt(String newId, long newOffset) {
    id = newId;
    offset = newOffset;
    forgetPrevious();
  }

  /** Goes on from a history that was saved, under our own id. */
  void goOnFrom(String savedId, long savedOffset) {
    previousId = savedId;
    secondOffset = savedOffset + 1;
  }

  void forgetPrevious() {
    previousId = NONE;
    secondOffset = -1;
  }

  /** Whether a server with this id and everything before this byte has our data of then. */
  boolean covers(String askedId, long from) {
    return askedId.equalsIgnoreCase(id)
        || (askedId.equalsIgnoreCase(previousId) && from <= secondOffset);
  }
}
