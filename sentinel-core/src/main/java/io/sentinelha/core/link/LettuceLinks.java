package io.sentinelha.core.link;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.Credentials;
import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.LinkId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links by Lettuce: one client with one set of resources for all of them, no reconnecting, nothing
 * queued while disconnected, RESP2 and nothing said that the engine did not order.
 */
public final class LettuceLinks implements Links {

  /**
   * What the links need to know of the supervisor.
   *
   * @param myId names the connections, so that an operator recognises them in CLIENT LIST
   * @param ownPassword logs in to peers when no other credentials are configured for them
   * @param sourceAddress local address of all connections; empty to let the system choose
   */
  public record Settings(
      String myId, Optional<String> ownPassword, Optional<String> sourceAddress, int threads) {}

  private record Key(LinkId link, ChannelKind kind) {}

  private static final Logger log = LoggerFactory.getLogger(LettuceLinks.class);
  private static final int MAX_QUEUED = 1_000;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final Settings settings;
  private final Sink sink;
  private final ClientResources resources;
  private final RedisClient client;
  private final Map<Key, Conversation> conversations = new ConcurrentHashMap<>();

  public LettuceLinks(Settings settings, Sink sink) {
    this.settings = settings;
    this.sink = sink;
    this.resources =
        DefaultClientResources.builder()
            .eventLoopGroupProvider(new DefaultEventLoopGroupProvider(settings.threads()))
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .nettyCustomizer(new Customizer(settings.sourceAddress()))
            .build();
    this.client = RedisClient.create(resources);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(MAX_QUEUED)
            .protocolVersion(ProtocolVersion.RESP2)
            .pingBeforeActivateConnection(false)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .publishOnScheduler(false)
            .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
            .socketOptions(
                SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).tcpNoDelay(true).build())
            .build());
  }

  private record Customizer(Optional<String> sourceAddress) implements NettyCustomizer {
    @Override
    public void afterBootstrapInitialized(Bootstrap bootstrap) {
      bootstrap.option(
          ChannelOption.ALLOCATOR, new ThriftyAllocator(io.netty.buffer.ByteBufAllocator.DEFAULT));
      sourceAddress.ifPresent(host -> bootstrap.localAddress(new InetSocketAddress(host, 0)));
    }
  }

  /**
   * Connects to a socket of our own. The first connection loads a thousand classes, which on a busy
   * machine takes longer than a primary may be silent.
   */
  @Override
  public void warmUp() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket nobody = new ServerSocket(0, 1, loopback)) {
      RedisURI uri = uri(loopback.getHostAddress(), nobody.getLocalPort());
      client
          .connectAsync(StringCodec.UTF8, uri)
          .thenCompose(StatefulConnection::closeAsync)
          .toCompletableFuture()
          .get(CONNECT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The start is being given up.
    } catch (IOException | ExecutionException | TimeoutException e) {
      log.atDebug().setCause(e).log("no warm-up, the first connections may come late");
    }
  }

  @Override
  public void open(Effect.Open order) {
    Key key = new Key(order.link(), order.kind());
    Conversation conversation =
        new Conversation(
            order, credentials(order), settings, sink, c -> conversations.remove(key, c));
    conversations.put(key, conversation);
    conversation.expireAfter(resources.timer(), order.timeoutMillis());
    connectOrFail(order)
        .whenComplete(
            (connection, failure) -> {
              if (connection != null) {
                conversation.connected(connection);
              } else {
                conversation.failed(failure);
              }
            });
  }

  /** Lettuce throws at once when it is shutting down; here every failure is an outcome. */
  private CompletionStage<? extends StatefulConnection<String, String>> connectOrFail(
      Effect.Open order) {
    try {
      return connect(order);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<? extends StatefulConnection<String, String>> connect(Effect.Open order) {
    RedisURI uri = uri(order.address().host(), order.address().port());
    return order.kind() == ChannelKind.COMMAND
        ? client.connectAsync(StringCodec.UTF8, uri)
        : client.connectPubSubAsync(StringCodec.UTF8, uri);
  }

  private static RedisURI uri(String host, int port) {
    RedisURI uri =
        RedisURI.builder().withHost(host).withPort(port).withTimeout(CONNECT_TIMEOUT).build();
    uri.setLibraryName("");
    uri.setLibraryVersion("");
    return uri;
  }

  /** Peers without credentials of their own are logged in to with the password we ask for. */
  private Credentials credentials(Effect.Open order) {
    boolean borrowed =
        order.audience() == Effect.Audience.PEER && order.credentials().password().isEmpty();
    return borrowed
        ? new Credentials(order.credentials().user(), settings.ownPassword())
        : order.credentials();
  }

  @Override
  public void close(Effect.Close order) {
    Conversation conversation = conversations.get(new Key(order.link(), order.kind()));
    if (conversation != null && conversation.attempt() == order.attempt()) {
      conversation.close();
    }
  }

  @Override
  public void send(Effect.Send order) {
    Conversation conversation = conversations.get(new Key(order.link(), ChannelKind.COMMAND));
    if (conversation != null && conversation.attempt() == order.attempt()) {
      conversation.send(order);
    }
  }

  @Override
  public void close() {
    client.shutdownAsync(0, 500, TimeUnit.MILLISECONDS).join();
    resources.shutdown(0, 500, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  /** How an {@link Event.ChannelClosed} names the reason of a failure. */
  static Event.Cause cause(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String text = String.valueOf(t.getMessage());
      if (text.contains("Connection refused")) {
        return Event.Cause.REFUSED;
      }
      if (text.contains("reset by peer") || text.contains("Broken pipe")) {
        return Event.Cause.RESET;
      }
      if (t instanceof java.net.NoRouteToHostException
          || t instanceof io.netty.channel.ConnectTimeoutException
          || text.contains("unreachable")) {
        return Event.Cause.UNREACHABLE;
      }
    }
    return Event.Cause.OTHER;
  }
}
