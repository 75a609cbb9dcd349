package io.sentinelha.server.command;

import io.sentinelha.server.engine.LongSetting;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.collection.Forms;

/** The directives about how collections are kept. */
final class CollectionSettings {

  private final LongSetting hashEntries = limit("hash-max-listpack-entries", 512);
  private final LongSetting hashValue = limit("hash-max-listpack-value", 64);
  private final LongSetting setIntegers = limit("set-max-intset-entries", 512);
  private final LongSetting zsetEntries = limit("zset-max-listpack-entries", 128);
  private final LongSetting zsetValue = limit("zset-max-listpack-value", 64);
  private final LongSetting listSize =
      LongSetting.of("list-max-listpack-size", -2, Integer.MIN_VALUE, Integer.MAX_VALUE);

  CollectionSettings() {}

  private static LongSetting limit(String name, long value) {
    return LongSetting.of(name, value, 0, Long.MAX_VALUE);
  }

  void register(Registry registry) {
    for (LongSetting setting :
        new LongSetting[] {hashEntries, hashValue, zsetEntries, zsetValue, listSize}) {
      setting.alias(setting.name().replace("listpack", "ziplist"));
    }
    Forms forms = registry.engine().forms();
    for (LongSetting setting :
        new LongSetting[] {hashEntries, hashValue, setIntegers, zsetEntries, zsetValue, listSize}) {
      setting.onChange(() -> apply(forms));
      registry.setting(setting);
    }
    apply(forms);
  }

  private void apply(Forms forms) {
    forms.hash(hashEntries.value(), hashValue.value());
    forms.set(setIntegers.value());
    forms.zset(zsetEntries.value(), zsetValue.value());
    forms.list((int) listSize.value());
  }
}
