package io.sentinelha.cli;

import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;

/** The SENTINEL command, for what Lettuce has no method for. */
record SentinelKeyword() implements ProtocolKeyword {

  private static final String NAME = "SENTINEL";

  @Override
  public byte[] getBytes() {
    return NAME.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return NAME;
  }
}
