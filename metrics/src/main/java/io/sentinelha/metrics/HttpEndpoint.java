package io.sentinelha.metrics;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The HTTP endpoint: {@code /metrics} for Prometheus and {@code /healthz} for whoever wants to know
 * whether the process works. Read-only. One thread serves all; a client that is slow, or does not
 * finish its request, keeps nobody waiting.
 */
public final class HttpEndpoint implements AutoCloseable {

  /** Whether the supervisor works, and one line that says how. */
  public record Health(boolean ok, String text) {}

  /**
   * How much strangers may take.
   *
   * @param lineBytes longest request line; positive
   * @param headerBytes all headers of a request together; positive
   * @param connections at once, more are closed at once; positive
   * @param patience a client that has not sent a whole request and taken the whole answer within
   *     this time is cut off; positive
   */
  record Bounds(int lineBytes, int headerBytes, int connections, Duration patience) {
    static final Bounds DEFAULT = new Bounds(4 << 10, 8 << 10, 64, Duration.ofSeconds(30));
  }

  private static final int BACKLOG = 16;
  private static final long CLOSE_MILLIS = 300;

  private final EventLoopGroup group;
  private final Channel listener;

  private HttpEndpoint(EventLoopGroup group, Channel listener) {
    this.group = group;
    this.listener = listener;
  }

  /**
   * Opens the endpoint.
   *
   * @param port 0 for any free one
   * @throws IOException if the address cannot be listened on, naming it
   */
  public static HttpEndpoint open(
      String host, int port, SupervisorMetrics metrics, Supplier<Health> health)
      throws IOException {
    return open(host, port, new Pages(metrics, health), Bounds.DEFAULT);
  }

  static HttpEndpoint open(String host, int port, Pages pages, Bounds bounds) throws IOException {
    AtomicInteger connections = new AtomicInteger();
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("http-endpoint", true), NioIoHandler.newFactory());
    ChannelFuture attempt =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(codec(bounds), new HttpConnection(pages, bounds, connections));
                  }
                })
            .bind(new InetSocketAddress(host, port))
            .awaitUninterruptibly();
    if (!attempt.isSuccess()) {
      stop(group);
      Throwable cause = attempt.cause();
      throw new IOException(
          "cannot listen for metrics on " + host + ":" + port + ": " + cause.getMessage(), cause);
    }
    return new HttpEndpoint(group, attempt.channel());
  }

  private static HttpServerCodec codec(Bounds bounds) {
    return new HttpServerCodec(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(bounds.lineBytes())
            .setMaxHeaderSize(bounds.headerBytes()));
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    listener.close().awaitUninterruptibly(CLOSE_MILLIS);
    stop(group);
  }

  private static void stop(EventLoopGroup group) {
    group
        .shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(2 * CLOSE_MILLIS);
  }
}
