package io.sentinelha.server.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All settings by name, and changing several of them at once. */
public final class Settings {

  /** A change that was refused; nothing was changed. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String name;

    RefusedException(String name, String reason) {
      super(reason, null, false, false);
      this.name = name;
    }

    /** Of the setting. */
    public String name() {
      return name;
    }

    /** A sentence for the user. */
    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  private final Map<String, Setting> byName = new TreeMap<>();

  private final List<Setting> all = new ArrayList<>();

  Settings() {}

  <S extends Setting> S add(S setting) {
    List<String> names = new ArrayList<>(setting.aliases());
    names.add(setting.name());
    for (String name : names) {
      if (byName.put(name, setting) != null) {
        throw new IllegalStateException("two settings are called " + name);
      }
    }
    setting.declared();
    all.add(setting);
    return setting;
  }

  /** A setting by a name or alias, in any case. */
  public @Nullable Setting find(String name) {
    return byName.get(name.toLowerCase(Locale.ROOT));
  }

  /** All, in the order in which they were declared. */
  public List<Setting> all() {
    return List.copyOf(all);
  }

  /** All names and aliases, sorted. */
  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /**
   * Sets a value from a line of the file, before the start: settings that CONFIG SET may not change
   * included.
   */
  public void load(String name, List<String> words) throws RefusedException {
    Setting setting = find(name);
    if (setting == null) {
      throw new RefusedException(name, "unknown directive");
    }
    if (!setting.takes(words.size())) {
      throw new RefusedException(name, "wrong number of arguments");
    }
    try {
      setting.setWords(words);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(name, String.valueOf(e.getMessage()));
    }
  }

  /** Changes several settings; if one refuses, all go back to what they were. */
  public void change(Map<String, String> values) throws RefusedException {
    Map<Setting, String> before = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : values.entrySet()) {
      Setting setting = find(entry.getKey());
      if (setting == null) {
        throw new RefusedException(entry.getKey(), "unknown directive");
      }
      before.put(setting, setting.get());
      try {
        setting.set(entry.getValue());
      } catch (IllegalArgumentException e) {
        before.forEach(Setting::set);
        throw new RefusedException(entry.getKey(), String.valueOf(e.getMessage()));
      }
    }
  }
}
