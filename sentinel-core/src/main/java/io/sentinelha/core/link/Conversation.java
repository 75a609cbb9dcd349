package io.sentinelha.core.link;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.pubsub.PubSubOutput;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.util.Timer;
import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.Credentials;
import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Hello;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to connect and, if it succeeds, the connection until it ends. */
final class Conversation {

  private static final Logger log = LoggerFactory.getLogger(Conversation.class);
  private static final int ID_CHARACTERS_IN_NAME = 8;
  private static final int DISCARD_PORT = 9;

  private enum Stage {
    CONNECTING,
    CONNECTED,
    ENDED
  }

  private final Effect.Open order;
  private final Credentials credentials;
  private final LettuceLinks.Settings settings;
  private final Links.Sink sink;
  private final Consumer<Conversation> onEnd;
  private final RequestWriter writer;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.CONNECTING);

  private volatile @Nullable StatefulConnection<String, String> connection;
  private volatile @Nullable Commands commands;
  private volatile Event.Cause cause = Event.Cause.RESET;
  private volatile String lastComplaint = "";

  Conversation(
      Effect.Open order,
      Credentials credentials,
      LettuceLinks.Settings settings,
      Links.Sink sink,
      Consumer<Conversation> onEnd) {
    this.order = order;
    this.credentials = credentials;
    this.settings = settings;
    this.sink = sink;
    this.onEnd = onEnd;
    this.writer = new RequestWriter(sink, this::complain);
  }

  long attempt() {
    return order.attempt();
  }

  /** Gives up connecting after a while; the system's own time-out is far too patient. */
  void expireAfter(Timer timer, int millis) {
    timer.newTimeout(t -> endAttempt(Event.Cause.UNREACHABLE), millis, TimeUnit.MILLISECONDS);
  }

  void failed(Throwable failure) {
    endAttempt(LettuceLinks.cause(failure));
  }

  private void endAttempt(Event.Cause why) {
    if (stage.compareAndSet(Stage.CONNECTING, Stage.ENDED)) {
      onEnd.accept(this);
      report(why);
    }
  }

  private void report(Event.Cause why) {
    sink.accept(new Event.ChannelClosed(order.link(), order.kind(), order.attempt(), why));
  }

  void connected(StatefulConnection<String, String> open) {
    connection = open;
    if (!stage.compareAndSet(Stage.CONNECTING, Stage.CONNECTED)) {
      discard(open); // Too late, or not wanted any more.
      return;
    }
    RedisChannelHandler<String, String> handler = handler(open);
    open.addListener(new EndListener());
    Commands greeting = new Commands(handler, order.renamedCommands());
    commands = greeting;
    greet(greeting);
    if (open instanceof StatefulRedisPubSubConnection<String, String> pubsub) {
      subscribe(pubsub, handler);
    }
    sink.accept(new Event.ChannelOpened(order.link(), order.kind(), order.attempt(), localHost()));
    if (!open.isOpen()) {
      ended(); // It ended before the listener was in place.
    }
  }

  @SuppressWarnings("unchecked") // Every connection that Lettuce makes is one of its handlers.
  private static RedisChannelHandler<String, String> handler(
      StatefulConnection<String, String> connection) {
    return (RedisChannelHandler<String, String>) connection;
  }

  private void greet(Commands to) {
    credentials
        .password()
        .ifPresent(
            password -> {
              Consumer<Commands.Answer<String>> then = a -> a.error().ifPresent(this::complain);
              credentials
                  .user()
                  .ifPresentOrElse(
                      user -> to.text(then, "AUTH", user, password),
                      () -> to.text(then, "AUTH", password));
            });
    String purpose = order.kind() == ChannelKind.COMMAND ? "cmd" : "pubsub";
    String id = settings.myId().substring(0, ID_CHARACTERS_IN_NAME);
    to.forget("CLIENT", "SETNAME", "sentinel-" + id + "-" + purpose);
  }

  private void subscribe(
      StatefulRedisPubSubConnection<String, String> pubsub,
      RedisChannelHandler<String, String> handler) {
    pubsub.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            if (channel.equals(Hello.CHANNEL)) {
              sink.accept(new Event.HelloHeard(order.link(), order.attempt(), message));
            }
          }
        });
    String name = order.renamedCommands().getOrDefault("SUBSCRIBE", "SUBSCRIBE");
    handler
        .getChannelWriter()
        .write(
            new Command<>(
                new Keyword(name),
                new PubSubOutput<>(StringCodec.UTF8),
                new CommandArgs<>(StringCodec.UTF8).addKey(Hello.CHANNEL)));
  }

  /**
   * The local address from which the system reaches the other end. Connecting a datagram socket
   * only looks up the route; nothing is sent.
   */
  private String localHost() {
    if (settings.sourceAddress().isPresent()) {
      return settings.sourceAddress().get();
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(order.address().host(), DISCARD_PORT));
      return plain(socket.getLocalAddress());
    } catch (SocketException e) {
      log.atWarn().addKeyValue("address", order.address()).setCause(e).log("no local address");
      return order.address().host().indexOf(':') >= 0 ? "::1" : "127.0.0.1";
    }
  }

  /** The address without the name of an interface behind it. */
  private static String plain(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  void send(Effect.Send request) {
    Commands to = commands;
    if (to != null && stage.get() == Stage.CONNECTED) {
      writer.write(to, request);
    }
  }

  /** Ends the conversation by order: nobody is told. */
  void close() {
    Stage before = stage.getAndSet(Stage.ENDED);
    onEnd.accept(this);
    StatefulConnection<String, String> open = connection;
    if (before != Stage.ENDED && open != null) {
      discard(open);
    }
  }

  /** Nobody waits for the end of a connection that is not used any more. */
  private static void discard(StatefulConnection<String, String> open) {
    var unused = open.closeAsync();
  }

  private void ended() {
    if (stage.compareAndSet(Stage.CONNECTED, Stage.ENDED)) {
      onEnd.accept(this);
      report(cause);
      StatefulConnection<String, String> open = connection;
      if (open != null) {
        discard(open);
      }
    }
  }

  /**
   * Says once per connection and kind of trouble what a node objects to: a wrong password would
   * otherwise be indistinguishable from a dead node.
   */
  private void complain(String text) {
    String trouble = text.split(" ", 2)[0];
    if (!trouble.equals(lastComplaint)) {
      lastComplaint = trouble;
      log.atWarn()
          .addKeyValue("node", order.address())
          .addKeyValue("says", text)
          .log("-link-refused: the node does not let this supervisor in, or does not serve");
    }
  }

  private final class EndListener implements RedisConnectionStateListener {
    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
      ended();
    }

    @Override
    public void onRedisExceptionCaught(RedisChannelHandler<?, ?> handler, Throwable failure) {
      Event.Cause why = LettuceLinks.cause(failure);
      cause = why == Event.Cause.OTHER ? Event.Cause.RESET : why;
    }
  }
}
