package io.sentinelha.cli;

import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Everything that the supervisors publish, with the time at which it was heard. */
final class DemoTimeline implements AutoCloseable {

  /** An event: its name, a blank, its details. */
  record Moment(long nanos, String text) {}

  private final Queue<Moment> moments = new ConcurrentLinkedQueue<>();
  private final List<RedisClient> clients = new ArrayList<>();

  DemoTimeline(List<Integer> supervisorPorts) {
    for (int port : supervisorPorts) {
      RedisClient client = RedisClient.create(DemoGroup.uri(port));
      clients.add(client);
      StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub();
      connection.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String pattern, String channel, String message) {
              moments.add(new Moment(System.nanoTime(), channel + " " + message));
            }
          });
      connection.sync().psubscribe("*");
    }
  }

  List<Moment> after(long nanos) {
    return moments.stream().filter(m -> m.nanos() >= nanos).toList();
  }

  /** Whether the whole story was heard. */
  boolean isComplete(long nanos) {
    List<String> texts = after(nanos).stream().map(Moment::text).toList();
    return List.of("+odown", "+elected-leader", "+promoted-slave", "+switch-master").stream()
        .allMatch(event -> texts.stream().anyMatch(text -> text.startsWith(event)));
  }

  @Override
  public void close() {
    for (RedisClient client : clients) {
      var unused = client.shutdownAsync(0, 200, TimeUnit.MILLISECONDS);
    }
  }
}
