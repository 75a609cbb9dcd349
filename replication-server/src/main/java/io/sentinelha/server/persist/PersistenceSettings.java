package io.sentinelha.server.persist;

import io.sentinelha.server.engine.BoolSetting;
import io.sentinelha.server.engine.LongSetting;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.TextSetting;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directives about files of data. */
final class PersistenceSettings {

  final SavePoints save = new SavePoints();
  final TextSetting dir = TextSetting.words("dir", folder(""), PersistenceSettings::folder);
  final TextSetting dumpName = fileName("dbfilename", "dump.rdb");
  final BoolSetting compression = new BoolSetting("rdbcompression", true);
  final BoolSetting checksum = new BoolSetting("rdbchecksum", true);
  final BoolSetting stopOnError = new BoolSetting("stop-writes-on-bgsave-error", true);
  final BoolSetting syncDump = new BoolSetting("rdb-save-incremental-fsync", true);

  final BoolSetting appendOnly = new BoolSetting("appendonly", false);
  final TextSetting appendName = fileName("appendfilename", "appendonly.aof");
  final TextSetting appendFolder = fileName("appenddirname", "appendonlydir");
  final TextSetting appendSync =
      TextSetting.oneOf("appendfsync", "everysec", "everysec", "always", "no");
  final LongSetting rewritePercentage =
      LongSetting.of("auto-aof-rewrite-percentage", 100, 0, Integer.MAX_VALUE);
  final LongSetting rewriteSize =
      LongSetting.memory("auto-aof-rewrite-min-size", 64 << 20, 0, Long.MAX_VALUE);
  final BoolSetting preamble = new BoolSetting("aof-use-rdb-preamble", true);
  final BoolSetting loadTruncated = new BoolSetting("aof-load-truncated", true);
  final BoolSetting noSyncOnRewrite = new BoolSetting("no-appendfsync-on-rewrite", false);
  final BoolSetting syncRewrite = new BoolSetting("aof-rewrite-incremental-fsync", true);

  PersistenceSettings() {}

  void register(Registry registry) {
    registry.setting(save);
    registry.setting(dir.guarded());
    registry.setting(dumpName.guarded());
    registry.setting(compression);
    registry.setting(checksum.fixed());
    registry.setting(stopOnError);
    registry.setting(syncDump);
    registry.setting(appendOnly);
    registry.setting(appendName.fixed());
    registry.setting(appendFolder.fixed());
    registry.setting(appendSync);
    registry.setting(rewritePercentage);
    registry.setting(rewriteSize);
    registry.setting(preamble);
    registry.setting(loadTruncated);
    registry.setting(noSyncOnRewrite);
    registry.setting(syncRewrite);
  }

  private static TextSetting fileName(String name, String value) {
    return TextSetting.words(
        name,
        value,
        text -> {
          if (text.isEmpty() || text.contains("/") || text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException(name + " can't be a path, just a filename");
          }
          return text;
        });
  }

  private static String folder(String text) {
    Path path = Path.of(text).toAbsolutePath().normalize();
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException("No such file or directory");
    }
    return path.toString();
  }

  Path folder() {
    return Path.of(dir.value());
  }

  Path dump() {
    return folder().resolve(dumpName.value());
  }

  Path appendFolder() {
    return folder().resolve(appendFolder.value());
  }
}
