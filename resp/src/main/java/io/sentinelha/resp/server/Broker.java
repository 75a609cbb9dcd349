package io.sentinelha.resp.server;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Delivers published messages to subscribed connections. Publishing only puts messages into
 * mailboxes: it never waits for a subscriber.
 *
 * <p>All messages have one order, and every subscriber sees its own in that order. One lock gives
 * it, held for as long as it takes to fill the mailboxes; it is also why nothing arrives on a
 * channel any more once its unsubscription was confirmed. Safe for all threads.
 */
public final class Broker {

  private final Object lock = new Object();
  private final Map<Bytes, Set<Mailbox>> channels = new LinkedHashMap<>();
  private final Map<Bytes, PatternSubscribers> patterns = new LinkedHashMap<>();

  private record PatternSubscribers(Glob glob, Set<Mailbox> mailboxes) {}

  Broker() {}

  /**
   * Publishes text in UTF-8.
   *
   * @return to how many it goes; who matches with several subscriptions counts with each
   */
  public int publish(String channel, String message) {
    return publish(Bytes.utf8(channel), Bytes.utf8(message));
  }

  /**
   * Publishes a message: first to the subscribers of the channel, then to those of each pattern
   * that matches it.
   *
   * @return to how many it goes; who matches with several subscriptions counts with each
   */
  public int publish(Bytes channel, Bytes message) {
    synchronized (lock) {
      int receivers = deliver(channels.get(channel), null, channel, message);
      for (Map.Entry<Bytes, PatternSubscribers> entry : patterns.entrySet()) {
        if (entry.getValue().glob.matches(channel)) {
          receivers += deliver(entry.getValue().mailboxes, entry.getKey(), channel, message);
        }
      }
      return receivers;
    }
  }

  /** How many channels have subscribers of their own. */
  public int channelCount() {
    synchronized (lock) {
      return channels.size();
    }
  }

  /** How many different patterns have subscribers. */
  public int patternCount() {
    synchronized (lock) {
      return patterns.size();
    }
  }

  /** The channels that have subscribers of their own. */
  public Set<Bytes> channels() {
    synchronized (lock) {
      return new LinkedHashSet<>(channels.keySet());
    }
  }

  /** How many subscribed this channel itself; those by pattern do not count. */
  public int subscriberCount(Bytes channel) {
    synchronized (lock) {
      Set<Mailbox> subscribers = channels.get(channel);
      return subscribers == null ? 0 : subscribers.size();
    }
  }

  void subscribe(Bytes channel, Mailbox mailbox) {
    synchronized (lock) {
      channels.computeIfAbsent(channel, c -> new LinkedHashSet<>()).add(mailbox);
    }
  }

  void unsubscribe(Bytes channel, Mailbox mailbox) {
    synchronized (lock) {
      Set<Mailbox> subscribers = channels.get(channel);
      if (subscribers != null && subscribers.remove(mailbox) && subscribers.isEmpty()) {
        channels.remove(channel);
      }
    }
  }

  void subscribePattern(Bytes pattern, Mailbox mailbox) {
    Glob glob = Glob.of(pattern);
    synchronized (lock) {
      patterns
          .computeIfAbsent(pattern, p -> new PatternSubscribers(glob, new LinkedHashSet<>()))
          .mailboxes
          .add(mailbox);
    }
  }

  void unsubscribePattern(Bytes pattern, Mailbox mailbox) {
    synchronized (lock) {
      PatternSubscribers subscribers = patterns.get(pattern);
      if (subscribers != null
          && subscribers.mailboxes.remove(mailbox)
          && subscribers.mailboxes.isEmpty()) {
        patterns.remove(pattern);
      }
    }
  }

  private static int deliver(
      @Nullable Set<Mailbox> to, @Nullable Bytes pattern, Bytes channel, Bytes payload) {
    if (to == null) {
      return 0;
    }
    Message message = new Message(pattern, channel, payload);
    to.forEach(mailbox -> mailbox.put(message));
    return to.size();
  }
}
