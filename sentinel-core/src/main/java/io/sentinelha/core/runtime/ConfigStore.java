package io.sentinelha.core.runtime;

import io.sentinelha.core.config.ConfigFile;
import io.sentinelha.core.config.OwnFile;
import io.sentinelha.core.config.SaveResult;
import io.sentinelha.core.config.SentinelConfig;
import io.sentinelha.core.config.ServerSettings.LogLevel;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.state.StateStore;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Saves state, and what was changed about the process, into the configuration file. */
final class ConfigStore implements StateStore {

  private final ConfigFile file;
  private final Map<String, List<String>> changed = new ConcurrentHashMap<>();

  ConfigStore(ConfigFile file) {
    this.file = file;
  }

  OwnFile history() {
    return file.history();
  }

  SentinelConfig config() {
    return file.config();
  }

  String path() {
    return file.name();
  }

  /** Takes effect with the next save. */
  void setLogLevel(LogLevel level) {
    changed.put("loglevel", List.of(word(level)));
  }

  @Override
  public void save(DurableState state) throws IOException {
    SaveResult result = file.save(state, Map.copyOf(changed));
    if (!result.isSaved()) {
      throw new IOException(result.toString());
    }
  }

  static String word(LogLevel level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  static LogLevel level(String word) {
    return LogLevel.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
