package io.sentinelha.server.command;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Registry;
import java.util.HexFormat;

/** DEBUG DIGEST and DEBUG DIGEST-VALUE: whether two servers have the same data. */
final class DigestCommands {

  DigestCommands() {}

  void register(Registry registry) {
    registry
        .debug("digest", DigestCommands::digest)
        .debug("digest-value", DigestCommands::digestValues);
  }

  private static void digest(Call call) {
    call.reply().simple(HexFormat.of().formatHex(new Digest().of(call.engine())));
  }

  private static void digestValues(Call call) {
    Digest digest = new Digest();
    call.reply().array(call.args().count() - 2);
    for (int i = 2; i < call.args().count(); i++) {
      Object item = call.db().find(call.args().bytes(i));
      byte[] sum = item == null ? new byte[Digest.SIZE] : digest.of(item);
      call.reply().simple(HexFormat.of().formatHex(sum));
    }
  }
}
