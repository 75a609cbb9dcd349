package io.sentinelha.resp.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Unix socket that accepts connections: a file that programs of the same machine connect to. */
public final class UnixListener {

  private static final Logger log = LoggerFactory.getLogger(UnixListener.class);

  /** What {@code sockaddr_un} has room for, its final zero included. */
  private static final int MOST_BYTES = 108;

  private final Channel channel;
  private final Path file;

  private UnixListener(Channel channel, Path file) {
    this.channel = channel;
    this.file = file;
  }

  /**
   * Opens the socket. One that a process left behind is replaced, as in Redis; any other file is
   * not.
   *
   * @param mode permission bits from 0 to 0777; 0 leaves the choice to the umask
   */
  public static UnixListener open(
      IoEventLoopGroup group, ServerBootstrap bootstrap, Path file, int mode)
      throws ListenException {
    int bytes = file.toString().getBytes(UTF_8).length;
    if (bytes >= MOST_BYTES) {
      throw new ListenException(
          file, "path too long (" + bytes + " bytes), must be under " + MOST_BYTES, null);
    }
    removeStale(file);
    ChannelFuture attempt =
        bootstrap
            .clone()
            .channelFactory(EventLoops.unixListener(group))
            .bind(address(group, file))
            .awaitUninterruptibly();
    if (!attempt.isSuccess()) {
      throw new ListenException(file, Listeners.reason(attempt.cause()), attempt.cause());
    }
    UnixListener listener = new UnixListener(attempt.channel(), file);
    try {
      if (mode != 0) {
        Files.setPosixFilePermissions(file, permissions(mode));
      }
      return listener;
    } catch (IOException e) {
      listener.close(0);
      throw new ListenException(file, "its mode cannot be set: " + e.getMessage(), e);
    }
  }

  private static SocketAddress address(IoEventLoopGroup group, Path file) {
    return EventLoops.usesEpoll(group)
        ? new DomainSocketAddress(file.toString())
        : UnixDomainSocketAddress.of(file);
  }

  private static void removeStale(Path file) throws ListenException {
    try {
      // A socket is neither a file nor a folder nor a link; nor is a pipe or a device.
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if (((int) mode & 0170000) != 0140000) {
          throw new ListenException(file, "something else than a socket is there", null);
        }
        Files.delete(file);
      }
    } catch (ListenException e) {
      throw e;
    } catch (IOException e) {
      throw new ListenException(file, "the old socket cannot be removed: " + e.getMessage(), e);
    }
  }

  /** The bits of a mode, as chmod takes them. */
  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
    int bit = 0400;
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      if ((mode & bit) != 0) {
        all.add(permission);
      }
      bit >>= 1; // The constants stand in the order of the bits, the highest first.
    }
    return all;
  }

  /** Accepts nothing more and removes the file. */
  public void close(long millis) {
    channel.close().awaitUninterruptibly(millis);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", e.toString())
          .log("the Unix socket cannot be removed");
    }
  }
}
