package io.sentinelha.it.clients;

import io.sentinelha.bench.Group;
import java.io.IOException;
import java.util.Optional;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ReadMode;
import org.redisson.config.SentinelServersConfig;

/** Redisson, which asks a supervisor for everything once a second. */
final class RedissonSentinel implements SentinelClient {

  private final RedissonClient client;

  RedissonSentinel(ClientSetup setup) {
    Config config = new Config();
    config.setCodec(StringCodec.INSTANCE);
    SentinelServersConfig servers = config.useSentinelServers().setMasterName(setup.name());
    setup.supervisors().forEach(port -> servers.addSentinelAddress("redis://127.0.0.1:" + port));
    servers.setReadMode(setup.readFrom() == ReadFrom.PRIMARY ? ReadMode.MASTER : ReadMode.SLAVE);
    Optional<Group.Secrets> secrets = setup.secrets();
    secrets.ifPresent(s -> servers.setSentinelPassword(s.supervisor()));
    secrets.ifPresent(s -> config.setPassword(s.server()));
    this.client = Redisson.create(config);
  }

  @Override
  public void write(String key, String value) throws IOException {
    try {
      client.<String>getBucket(key).set(value);
    } catch (RedisException e) {
      throw new IOException(e);
    }
  }

  @Override
  public Optional<String> read(String key) throws IOException {
    try {
      return Optional.ofNullable(client.<String>getBucket(key).get());
    } catch (RedisException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
