package io.sentinelha.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Feeds a parser in pieces, as a network would, and writes down what it finds. */
final class Chunks {

  private Chunks() {}

  /** All requests in the bytes, each as its arguments, when they arrive {@code size} at a time. */
  static List<List<String>> requests(String bytes, int size, Limits limits, boolean authenticated)
      throws ProtocolException {
    RequestParser parser = new RequestParser(limits);
    ByteBuf buffer = Unpooled.buffer();
    List<List<String>> found = new ArrayList<>();
    byte[] all = bytes.getBytes(ISO_8859_1);
    for (int from = 0; from < all.length; from += size) {
      buffer.writeBytes(all, from, Math.min(size, all.length - from));
      while (parser.parse(buffer, authenticated)) {
        found.add(arguments(parser.request()));
        parser.consume(buffer);
      }
      buffer.discardReadBytes();
    }
    return found;
  }

  static List<String> arguments(Request request) {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < request.argc(); i++) {
      arguments.add(new String(request.bytes(i), ISO_8859_1));
    }
    return arguments;
  }

  static ByteBuf buffer(String bytes) {
    return Unpooled.copiedBuffer(bytes, ISO_8859_1);
  }
}
