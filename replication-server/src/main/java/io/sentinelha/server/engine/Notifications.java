package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.resp.Bytes;
import java.util.Arrays;
import java.util.List;

/** Keyspace events: messages on channels named after a key or an event. */
public final class Notifications {

  private final PubSub pubSub;
  private int enabled;

  Notifications(PubSub pubSub) {
    this.pubSub = pubSub;
  }

  /** Publishes an event about a key, if anybody wants this kind. */
  public void send(NotificationClass kind, String event, byte[] key, Database db) {
    if ((enabled & kind.bit()) == 0) {
      return;
    }
    if (isEnabled(NotificationClass.KEYSPACE)) {
      byte[] prefix = ("__keyspace@" + db.index() + "__:").getBytes(UTF_8);
      byte[] channel = Arrays.copyOf(prefix, prefix.length + key.length);
      System.arraycopy(key, 0, channel, prefix.length, key.length);
      pubSub.publish(Bytes.of(channel), event.getBytes(UTF_8));
    }
    if (isEnabled(NotificationClass.KEYEVENT)) {
      pubSub.publish(Bytes.utf8("__keyevent@" + db.index() + "__:" + event), key);
    }
  }

  public boolean isEnabled(NotificationClass kind) {
    return (enabled & kind.bit()) != 0;
  }

  /** As notify-keyspace-events takes it; refuses unknown letters. */
  void enable(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      int before = bits;
      for (NotificationClass kind : NotificationClass.values()) {
        if (kind.letter() == letter || (letter == 'A' && kind.isInAll())) {
          bits |= kind.bit();
        }
      }
      if (bits == before && "KEg$lshzxetmdnA".indexOf(letter) < 0) {
        throw new IllegalArgumentException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
      }
    }
    enabled = bits;
  }

  /** As CONFIG GET tells it. */
  String letters() {
    StringBuilder text = new StringBuilder();
    boolean all = true;
    for (NotificationClass kind : NotificationClass.values()) {
      all &= !kind.isInAll() || isEnabled(kind);
    }
    if (all) {
      text.append('A');
    }
    for (NotificationClass kind : LETTER_ORDER) {
      if (isEnabled(kind) && !(all && kind.isInAll())) {
        text.append(kind.letter());
      }
    }
    return text.toString();
  }

  private static final List<NotificationClass> LETTER_ORDER =
      List.of(
          NotificationClass.GENERIC,
          NotificationClass.STRING,
          NotificationClass.LIST,
          NotificationClass.SET,
          NotificationClass.HASH,
          NotificationClass.ZSET,
          NotificationClass.EXPIRED,
          NotificationClass.EVICTED,
          NotificationClass.STREAM,
          NotificationClass.MODULE,
          NotificationClass.NEW,
          NotificationClass.KEYSPACE,
          NotificationClass.KEYEVENT,
          NotificationClass.MISS);
}
