package io.sentinelha.it.clients;

import io.sentinelha.bench.Group;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.exceptions.JedisException;

/** Jedis' pool, which listens to every supervisor for a switch. It knows no replicas. */
final class JedisSentinel implements SentinelClient {

  private final RedisSentinelClient client;

  JedisSentinel(ClientSetup setup) {
    if (setup.readFrom() != ReadFrom.PRIMARY) {
      throw new IllegalArgumentException("Jedis reads from the primary");
    }
    this.client =
        RedisSentinelClient.builder()
            .masterName(setup.name())
            .sentinels(
                setup.supervisors().stream()
                    .map(port -> new HostAndPort("127.0.0.1", port))
                    .collect(Collectors.toSet()))
            .sentinelClientConfig(config(setup.secrets().map(Group.Secrets::supervisor)))
            .clientConfig(config(setup.secrets().map(Group.Secrets::server)))
            .build();
  }

  private static JedisClientConfig config(Optional<String> password) {
    DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder();
    password.ifPresent(builder::password);
    return builder.build();
  }

  int believedPrimary() {
    return client.getCurrentMaster().getPort();
  }

  @Override
  public void write(String key, String value) throws IOException {
    try {
      client.set(key, value);
    } catch (JedisException e) {
      throw new IOException(e);
    }
  }

  @Override
  public Optional<String> read(String key) throws IOException {
    try {
      return Optional.ofNullable(client.get(key));
    } catch (JedisException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
