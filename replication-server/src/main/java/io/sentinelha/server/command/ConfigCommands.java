package io.sentinelha.server.command;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.ConfigStore;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Setting;
import io.sentinelha.server.engine.Settings;
import io.sentinelha.server.engine.TextSetting;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CONFIG: settings while the server runs. */
final class ConfigCommands {

  private static final Logger log = LoggerFactory.getLogger(ConfigCommands.class);

  private final TextSetting guardedToo =
      TextSetting.oneOf("enable-protected-configs", "no", "yes", "no", "local");

  ConfigCommands() {}

  void register(Registry registry) {
    registry.setting(guardedToo.fixed());
    registry
        .on("config|get", ConfigCommands::get)
        .on("config|set", this::set)
        .on("config|resetstat", ConfigCommands::resetStat)
        .on("config|rewrite", ConfigCommands::rewrite)
        .on("config|help", call -> Help.write(call, "CONFIG"));
  }

  private static void get(Call call) {
    Settings settings = call.engine().settings();
    Set<String> told = new LinkedHashSet<>();
    for (int i = 2; i < call.args().count(); i++) {
      Glob glob = Glob.ignoringCase(call.args().value(i));
      settings.names().stream().filter(name -> glob.matches(Bytes.utf8(name))).forEach(told::add);
    }
    told.removeIf(name -> !isShown(settings.find(name)));
    call.reply().map(told.size());
    for (String name : told) {
      Setting setting = settings.find(name);
      call.reply().bulk(name).bulk(setting == null ? "" : setting.get());
    }
  }

  private static boolean isShown(@Nullable Setting setting) {
    return setting != null && setting.isShown();
  }

  /** Whether a client may what is allowed to all ({@code yes}), to local ones, or to none. */
  static boolean isAllowed(Call call, String whom) {
    return whom.equals("yes")
        || (whom.equals("local")
            && (call.client().transport().isUnix()
                || call.client().transport().remote().startsWith("127.")));
  }

  private void set(Call call) {
    Args args = call.args();
    if (args.count() % 2 != 0) {
      throw CommandError.SYNTAX;
    }
    Map<String, String> values = new LinkedHashMap<>();
    Set<Setting> seen = new LinkedHashSet<>();
    for (int i = 2; i < args.count(); i += 2) {
      String name = args.text(i);
      Setting setting = call.engine().settings().find(name);
      if (setting == null) {
        throw CommandError.of(
            "ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'");
      }
      if (setting.isFixed()) {
        throw failed(name, "can't set immutable config");
      }
      if (setting.isGuarded() && !isAllowed(call, guardedToo.value())) {
        throw failed(name, "can't set protected config");
      }
      if (!seen.add(setting)) {
        throw failed(name, "duplicate parameter");
      }
      values.put(name, args.text(i + 1));
    }
    try {
      call.engine().settings().change(values);
    } catch (Settings.RefusedException e) {
      throw failed(e.name(), e.reason());
    }
    call.reply().ok();
  }

  private static CommandError failed(String name, String reason) {
    return CommandError.of(
        "ERR CONFIG SET failed (possibly related to argument '"
            + name.toLowerCase(Locale.ROOT)
            + "') - "
            + reason);
  }

  private static void resetStat(Call call) {
    call.engine().resetStats();
    call.engine().memory().resetPeak();
    call.reply().ok();
  }

  private static void rewrite(Call call) {
    ConfigStore file = call.engine().configFile();
    if (file.path().isEmpty()) {
      throw CommandError.of("ERR The server is running without a config file");
    }
    try {
      file.rewrite(call.engine().settings());
    } catch (IOException e) {
      log.warn("CONFIG REWRITE failed", e);
      throw CommandError.of("ERR Rewriting config file: " + e.getMessage());
    }
    call.reply().ok();
  }
}
