package io.sentinelha.resp.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sentinelha.resp.Limits;
import io.sentinelha.resp.ProtocolException;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RequestParser;
import io.sentinelha.resp.RequestTooLargeException;

/** The requests of one connection: what came, and what of it is complete. */
final class Requests {

  private final RequestParser parser;
  private final Input input;
  private volatile int bufferedBytes;

  Requests(Limits limits, ByteBufAllocator allocator) {
    parser = new RequestParser(limits);
    input = new Input(allocator);
  }

  /** Takes over bytes that came. */
  void add(ByteBuf bytes) {
    input.add(bytes, parser.wanted());
  }

  /**
   * Looks for a complete request. It stays the next one until it is {@linkplain #consume consumed}.
   *
   * @param authenticated whether the client may say much
   * @throws ProtocolException if what came is none; nothing more can be read then
   * @throws RequestTooLargeException if there will never be room for it; as above
   */
  boolean hasNext(boolean authenticated) throws ProtocolException {
    return parser.parse(input.buffer(), authenticated);
  }

  /** The request that was found; valid until it is consumed. */
  Request next() {
    return parser.request();
  }

  void consume() {
    parser.consume(input.buffer());
  }

  /** Gives back memory that is not needed for what is left. */
  void trim() {
    input.trim();
    bufferedBytes = input.length();
  }

  /** Bytes that no request has used up. */
  int length() {
    return input.length();
  }

  /** {@link #length} after the last turn. May be asked by any thread. */
  int bufferedBytes() {
    return bufferedBytes;
  }

  void release() {
    input.release();
  }
}
