package io.sentinelha.it.clients;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.masterreplica.MasterReplica;
import io.lettuce.core.masterreplica.StatefulRedisMasterReplicaConnection;
import io.sentinelha.bench.Group;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Lettuce in its two ways: a connection that asks a supervisor at each reconnection, and the
 * master-replica connection that subscribes to every supervisor's events.
 */
final class LettuceSentinel implements SentinelClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final RedisClient client = RedisClient.create();
  private final StatefulRedisConnection<String, String> connection;

  LettuceSentinel(ClientSetup setup) {
    this.connection =
        setup.readFrom() == ReadFrom.PRIMARY
            ? client.connect(uri(setup))
            : readingFromReplicas(setup);
  }

  private StatefulRedisConnection<String, String> readingFromReplicas(ClientSetup setup) {
    StatefulRedisMasterReplicaConnection<String, String> both =
        MasterReplica.connect(client, StringCodec.UTF8, uri(setup));
    both.setReadFrom(io.lettuce.core.ReadFrom.REPLICA);
    return both;
  }

  private static RedisURI uri(ClientSetup setup) {
    RedisURI.Builder builder =
        RedisURI.builder().withSentinelMasterId(setup.name()).withTimeout(TIMEOUT);
    Optional<Group.Secrets> secrets = setup.secrets();
    for (int port : setup.supervisors()) {
      secrets.ifPresentOrElse(
          s -> builder.withSentinel("127.0.0.1", port, s.supervisor()),
          () -> builder.withSentinel("127.0.0.1", port));
    }
    secrets.ifPresent(s -> builder.withPassword(s.server().toCharArray()));
    return builder.build();
  }

  @Override
  public void write(String key, String value) throws IOException {
    try {
      connection.sync().set(key, value);
    } catch (RedisException | CancellationException e) {
      throw new IOException(e);
    }
  }

  @Override
  public Optional<String> read(String key) throws IOException {
    try {
      return Optional.ofNullable(connection.sync().get(key));
    } catch (RedisException | CancellationException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, TIMEOUT);
  }
}
