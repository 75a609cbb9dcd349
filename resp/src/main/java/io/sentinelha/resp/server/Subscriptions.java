package io.sentinelha.resp.server;

import io.sentinelha.resp.Bytes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one connection is subscribed to. Changed on its event loop alone; the counts may be read
 * from anywhere.
 */
final class Subscriptions {

  private final Broker broker;
  private final Mailbox mailbox;
  private final Set<Bytes> channels = new LinkedHashSet<>();
  private final Set<Bytes> patterns = new LinkedHashSet<>();
  private volatile int channelCount;
  private volatile int patternCount;

  Subscriptions(Broker broker, Mailbox mailbox) {
    this.broker = broker;
    this.mailbox = mailbox;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  int channelCount() {
    return channelCount;
  }

  int patternCount() {
    return patternCount;
  }

  List<Bytes> channels() {
    return List.copyOf(channels);
  }

  List<Bytes> patterns() {
    return List.copyOf(patterns);
  }

  void addChannel(Bytes channel) {
    if (channels.add(channel)) {
      broker.subscribe(channel, mailbox);
      channelCount = channels.size();
    }
  }

  void removeChannel(Bytes channel) {
    if (channels.remove(channel)) {
      broker.unsubscribe(channel, mailbox);
      channelCount = channels.size();
    }
  }

  void addPattern(Bytes pattern) {
    if (patterns.add(pattern)) {
      broker.subscribePattern(pattern, mailbox);
      patternCount = patterns.size();
    }
  }

  void removePattern(Bytes pattern) {
    if (patterns.remove(pattern)) {
      broker.unsubscribePattern(pattern, mailbox);
      patternCount = patterns.size();
    }
  }

  /** Ends everything, when the connection is gone. */
  void end() {
    mailbox.close();
    channels().forEach(this::removeChannel);
    patterns().forEach(this::removePattern);
  }
}
