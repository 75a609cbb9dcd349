package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Transport;
import java.io.IOException;

/** A snapshot on its way to one replica. */
interface Payload {

  /** Hands over what there is and what the transport has room for; returns how many bytes. */
  int send(Transport to, int most) throws IOException;

  /** Whether everything was handed over. */
  boolean isSent();

  /** The replica is gone, or has got everything. */
  void close();
}
