package io.sentinelha.server.net;

import io.sentinelha.server.engine.BoolSetting;
import io.sentinelha.server.engine.LongSetting;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.TextSetting;

/** The directives about sockets and what clients may send and leave unread. */
public final class ServerSettings {

  final LongSetting port = LongSetting.of("port", 6379, 0, 65535);
  final TextSetting bind = TextSetting.words("bind", "127.0.0.1 -::1", text -> text);
  final TextSetting unixSocket = TextSetting.of("unixsocket", "");
  final TextSetting unixMode = TextSetting.of("unixsocketperm", "0");
  final LongSetting backlog = LongSetting.of("tcp-backlog", 511, 0, Integer.MAX_VALUE);
  final LongSetting maxClients = LongSetting.of("maxclients", 10_000, 1, Integer.MAX_VALUE);
  final LongSetting timeout = LongSetting.of("timeout", 0, 0, Integer.MAX_VALUE);
  final LongSetting keepAlive = LongSetting.of("tcp-keepalive", 300, 0, Integer.MAX_VALUE);
  final LongSetting maxBulk =
      LongSetting.memory("proto-max-bulk-len", 512L << 20, 1L << 20, 1L << 30);
  final LongSetting queryBuffer =
      LongSetting.memory("client-query-buffer-limit", 1L << 30, 1L << 20, Integer.MAX_VALUE);
  final OutputLimits outputLimits = new OutputLimits();
  final BoolSetting protectedMode = new BoolSetting("protected-mode", true);

  final TlsSettings tls = new TlsSettings();

  public ServerSettings() {}

  /** Declares them. */
  public void register(Registry registry) {
    tls.register(registry);
    registry.setting(port.fixed());
    registry.setting(bind.fixed());
    registry.setting(unixSocket.fixed());
    registry.setting(unixMode.fixed());
    registry.setting(backlog.fixed());
    registry.setting(maxClients);
    registry.setting(timeout);
    registry.setting(keepAlive);
    registry.setting(maxBulk);
    registry.setting(queryBuffer);
    registry.setting(outputLimits);
    registry.setting(protectedMode);
  }
}
