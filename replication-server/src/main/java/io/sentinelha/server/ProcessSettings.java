package io.sentinelha.server;

import io.sentinelha.server.engine.BoolSetting;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.TextSetting;
import java.util.function.Consumer;

/**
 * The directives about the process around the server. Whoever starts the process acts on them; here
 * they are checked and told, and a change of the log level is passed on.
 */
final class ProcessSettings {

  private final Consumer<String> onLogLevel;
  private final TextSetting logLevel =
      TextSetting.oneOf("loglevel", "notice", "debug", "verbose", "notice", "warning", "nothing");

  ProcessSettings(Consumer<String> onLogLevel) {
    this.onLogLevel = onLogLevel;
  }

  void register(Registry registry) {
    registry.setting(logLevel.onChange(() -> onLogLevel.accept(logLevel.value())));
    registry.setting(TextSetting.of("logfile", "").fixed());
    registry.setting(new BoolSetting("daemonize", false).fixed());
    registry.setting(TextSetting.of("pidfile", "").fixed());
    registry.setting(new BoolSetting("syslog-enabled", false).fixed());
    registry.setting(TextSetting.of("syslog-ident", "redis").fixed());
    registry.setting(
        TextSetting.oneOf(
                "syslog-facility",
                "local0",
                "user",
                "local0",
                "local1",
                "local2",
                "local3",
                "local4",
                "local5",
                "local6",
                "local7")
            .fixed());
  }
}
