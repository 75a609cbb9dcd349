package io.sentinelha.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelha.resp.ProtocolException;
import io.sentinelha.resp.ReplyLimits;
import io.sentinelha.resp.RespReader;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A blocking client on one socket, with a time-out for every reply. */
public final class RespClient implements AutoCloseable {

  private static final int CHUNK = 16 * 1024;
  private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

  public final int port;
  private final Socket socket;
  private final InputStream in;
  private final ByteBuf buffer = Unpooled.buffer(CHUNK);
  private final RespReader reader = new RespReader(ReplyLimits.DEFAULT);
  private final byte[] chunk = new byte[CHUNK];

  public RespClient(int port, int connectMillis) throws IOException {
    this(LOOPBACK, port, connectMillis);
  }

  public RespClient(String host, int port, int connectMillis) throws IOException {
    this.port = port;
    this.socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(host, port), connectMillis);
    this.in = socket.getInputStream();
  }

  /**
   * Connects and logs in.
   *
   * @param password of the default user; empty when none is asked
   */
  public static RespClient open(int port, int connectMillis, Optional<String> password)
      throws IOException {
    RespClient client = new RespClient(port, connectMillis);
    if (password.isPresent() && !text(client.call("AUTH", password.get())).equals("OK")) {
      client.close();
      throw new IOException("server " + port + " does not let us in");
    }
    return client;
  }

  public void send(String... words) throws IOException {
    StringBuilder request = new StringBuilder();
    request.append('*').append(words.length).append("\r\n");
    for (String word : words) {
      request.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
      request.append(word).append("\r\n");
    }
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The next reply.
   *
   * @throws SocketTimeoutException when none came in time; waiting may go on
   */
  public RespValue receive(int millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000L;
    try {
      while (true) {
        Optional<RespValue> reply = reader.read(buffer);
        if (reply.isPresent()) {
          buffer.discardSomeReadBytes();
          return reply.get();
        }
        long left = (end - System.nanoTime()) / 1_000_000L;
        if (left <= 0) {
          throw new SocketTimeoutException("no reply within " + millis + " ms");
        }
        socket.setSoTimeout((int) left);
        int count = in.read(chunk);
        if (count < 0) {
          throw new IOException("connection closed by the other end");
        }
        buffer.writeBytes(chunk, 0, count);
      }
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  public RespValue call(String... words) throws IOException {
    send(words);
    return receive(2_000);
  }

  /** A reply that is a list or a map of strings, as a map. */
  public static Map<String, String> toMap(RespValue value) {
    List<String> words = new ArrayList<>();
    elements(value).forEach(v -> words.add(text(v)));
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      map.put(words.get(i), words.get(i + 1));
    }
    return map;
  }

  public static List<RespValue> elements(RespValue value) {
    return value instanceof RespValue.Array array ? array.items() : List.of();
  }

  public static String text(RespValue value) {
    if (value instanceof RespValue.Bulk bulk) {
      return bulk.bytes().text();
    }
    if (value instanceof RespValue.SimpleString simple) {
      return simple.text();
    }
    return value instanceof RespValue.Int number ? Long.toString(number.value()) : "";
  }

  /** The lines of an INFO reply. */
  public static Map<String, String> info(RespValue value) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String line : text(value).split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        map.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return map;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, in whatever state.
      assert socket.isClosed();
    }
  }
}
