package io.sentinelha.resp.server;

import io.netty.channel.ChannelFactory;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.channels.spi.SelectorProvider;

/** The threads that connections live on, with the best means of the machine to watch sockets. */
public final class EventLoops {

  private EventLoops() {}

  /**
   * A group of event loops. Whoever creates it shuts it down.
   *
   * @param threads positive
   * @param name threads are called {@code name-1-1}, {@code name-1-2} and so on
   */
  public static IoEventLoopGroup create(int threads, String name) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), io);
  }

  /** Whether the group watches its sockets with Linux' epoll. */
  public static boolean usesEpoll(IoEventLoopGroup group) {
    return group.isIoType(EpollIoHandler.class);
  }

  static ChannelFactory<ServerChannel> listener(
      IoEventLoopGroup group, SocketProtocolFamily family) {
    return usesEpoll(group)
        ? () -> new EpollServerSocketChannel(family)
        : () -> new NioServerSocketChannel(SelectorProvider.provider(), family);
  }

  static ChannelFactory<ServerChannel> unixListener(IoEventLoopGroup group) {
    return usesEpoll(group)
        ? EpollServerDomainSocketChannel::new
        : NioServerDomainSocketChannel::new;
  }

  /** Makes channels that connect to other servers over TCP. */
  public static ChannelFactory<SocketChannel> connector(IoEventLoopGroup group) {
    return usesEpoll(group) ? EpollSocketChannel::new : NioSocketChannel::new;
  }
}
