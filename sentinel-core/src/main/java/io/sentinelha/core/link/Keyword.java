package io.sentinelha.core.link;

import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;

/** A command by the name that one server knows it by. */
record Keyword(String text) implements ProtocolKeyword {

  @Override
  public byte[] getBytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return text;
  }
}
