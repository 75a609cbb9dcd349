package io.sentinelha.server.net;

import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.LongSetting;
import io.sentinelha.server.engine.Setting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** client-output-buffer-limit: how much may be unread, by kind of client. */
final class OutputLimits extends Setting {

  /** Kinds of clients. */
  enum Kind {
    NORMAL,
    SLAVE,
    PUBSUB;

    static Kind of(Client client) {
      if (client.feed() != null) {
        return SLAVE;
      }
      return client.subscriptions() > 0 ? PUBSUB : NORMAL;
    }
  }

  /**
   * A limit.
   *
   * @param hard bytes at which the client is cut off; 0 = never
   * @param soft bytes at which it is cut off if they stay for so long; 0 = never
   */
  record Limit(long hard, long soft, long softSeconds) {}

  private Map<Kind, Limit> limits = new EnumMap<>(Kind.class);

  OutputLimits() {
    super("client-output-buffer-limit");
    limits.put(Kind.NORMAL, new Limit(0, 0, 0));
    limits.put(Kind.SLAVE, new Limit(256L << 20, 64L << 20, 60));
    limits.put(Kind.PUBSUB, new Limit(32L << 20, 8L << 20, 60));
  }

  Limit of(Kind kind) {
    return Objects.requireNonNull(limits.get(kind));
  }

  @Override
  public boolean takes(int words) {
    return words > 0 && words % 4 == 0;
  }

  @Override
  public String get() {
    List<String> words = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Limit limit = of(kind);
      words.add(
          kind.name().toLowerCase(Locale.ROOT)
              + " "
              + limit.hard()
              + " "
              + limit.soft()
              + " "
              + limit.softSeconds());
    }
    return String.join(" ", words);
  }

  @Override
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Limit limit = of(kind);
      lines.add(
          String.join(
              " ",
              name(),
              kind == Kind.SLAVE ? "replica" : kind.name().toLowerCase(Locale.ROOT),
              Long.toString(limit.hard()),
              Long.toString(limit.soft()),
              Long.toString(limit.softSeconds())));
    }
    return lines;
  }

  @Override
  protected void parse(String text) {
    String[] words = text.trim().split(" +");
    if (words.length % 4 != 0) {
      throw new IllegalArgumentException(
          "Wrong number of arguments in buffer limit configuration.");
    }
    Map<Kind, Limit> changed = new EnumMap<>(limits);
    for (int i = 0; i < words.length; i += 4) {
      Kind kind = kind(words[i]);
      try {
        changed.put(
            kind,
            new Limit(bytes(words[i + 1]), bytes(words[i + 2]), Long.parseLong(words[i + 3])));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "Error in hard, soft or soft_seconds setting in buffer limit configuration.", e);
      }
    }
    limits = changed;
  }

  private static Kind kind(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "normal" -> Kind.NORMAL;
      case "slave", "replica" -> Kind.SLAVE;
      case "pubsub" -> Kind.PUBSUB;
      default ->
          throw new IllegalArgumentException(
              "Invalid client class specified in buffer limit configuration.");
    };
  }

  private static long bytes(String text) {
    return LongSetting.bytes(text);
  }
}
