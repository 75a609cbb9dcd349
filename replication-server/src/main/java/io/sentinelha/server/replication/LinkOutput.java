package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.server.engine.Encoder;
import org.jspecify.annotations.Nullable;

/** What we send to a master. */
final class LinkOutput {

  private final Encoder encoder = new Encoder();
  private @Nullable MasterWire wire;

  LinkOutput() {}

  /** From here on there is somebody to send to. */
  void to(MasterWire connection) {
    wire = connection;
  }

  /** Sends a command as an array of bulk strings. */
  void send(String... words) {
    encoder.clear();
    encoder.array(words.length);
    for (String word : words) {
      encoder.bulk(word.getBytes(UTF_8));
    }
    write(encoder.array(), encoder.length());
  }

  /** Sends a text as it is. */
  void raw(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    write(bytes, bytes.length);
  }

  private void write(byte[] bytes, int length) {
    MasterWire to = wire;
    if (to != null) {
      to.write(bytes, 0, length);
    }
  }
}
