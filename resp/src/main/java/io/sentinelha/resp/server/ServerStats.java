package io.sentinelha.resp.server;

import java.util.concurrent.atomic.LongAdder;

/** Counts since the start, as INFO tells them. Safe for all threads. */
public final class ServerStats {

  final LongAdder connections = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder commands = new LongAdder();
  final LongAdder errors = new LongAdder();
  final LongAdder inputBytes = new LongAdder();
  final LongAdder outputBytes = new LongAdder();

  ServerStats() {}

  /** INFO's total_connections_received; without the rejected ones. */
  public long totalConnectionsReceived() {
    return connections.sum();
  }

  /** INFO's rejected_connections. */
  public long rejectedConnections() {
    return rejected.sum();
  }

  /** INFO's total_commands_processed: those that were run. */
  public long totalCommandsProcessed() {
    return commands.sum();
  }

  /** INFO's total_error_replies. */
  public long totalErrorReplies() {
    return errors.sum();
  }

  /** INFO's total_net_input_bytes. */
  public long totalNetInputBytes() {
    return inputBytes.sum();
  }

  /** INFO's total_net_output_bytes: what was handed to the network. */
  public long totalNetOutputBytes() {
    return outputBytes.sum();
  }
}
