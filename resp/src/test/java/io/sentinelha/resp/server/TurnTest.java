package io.sentinelha.resp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a connection does in one turn, and what it leaves to the next. */
final class TurnTest extends ServerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final class FlushCounter extends ChannelOutboundHandlerAdapter {
    private int flushes;

    @Override
    public void flush(ChannelHandlerContext ctx) {
      flushes++;
      ctx.flush();
    }
  }

  private final FlushCounter counter = new FlushCounter();

  /**
   * Once, unless the machine was too busy to finish the turn in time; hence as many batches as it
   * takes.
   */
  @Test
  void aBatchOfRequestsIsFlushedOnce() throws Exception {
    EmbeddedChannel channel = channel(start());
    int fewest = Integer.MAX_VALUE;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (fewest > 1 && System.nanoTime() < end) {
      counter.flushes = 0;
      channel
          .pipeline()
          .fireChannelRead(bytes("PING\r\n".repeat(60)))
          .fireChannelRead(bytes("PING\r\n".repeat(40)))
          .fireChannelReadComplete();
      assertThat(output(channel, 700)).isEqualTo("+PONG\r\n".repeat(100));
      fewest = Math.min(fewest, counter.flushes);
    }
    assertThat(fewest).isEqualTo(1);
  }

  /** The promise that is kept, and all that waited behind it. */
  @Test
  void aPromisedReplyIsFlushedOnceTogetherWithThoseBehindIt() throws Exception {
    EmbeddedChannel channel = channel(start());
    int fewest = Integer.MAX_VALUE;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (fewest > 1 && System.nanoTime() < end) {
      channel.writeInbound(bytes("PING\r\nlater\r\n" + "PING\r\n".repeat(50)));
      assertThat(output(channel, 7)).isEqualTo("+PONG\r\n");
      counter.flushes = 0;
      commands.promise().complete(reply -> reply.simple("kept"));
      assertThat(output(channel, 7 + 350)).isEqualTo("+kept\r\n" + "+PONG\r\n".repeat(50));
      fewest = Math.min(fewest, counter.flushes);
    }
    assertThat(fewest).isEqualTo(1);
  }

  @Test
  void nothingIsFlushedWhenNothingIsAnswered() throws Exception {
    EmbeddedChannel channel = channel(start());
    channel.writeInbound(bytes("CLIENT REPLY OFF\r\nPING\r\n"));
    channel.writeInbound(bytes("*1\r\n$4\r\nPI"));
    assertThat(counter.flushes).isZero();
  }

  @Test
  void aTurnRunsABoundedNumberOfRequestsAndTheNextOneGoesOn() throws Exception {
    EmbeddedChannel channel = channel(start());
    int all = 3 * Session.TURN_COMMANDS;
    channel.writeInbound(bytes("PING\r\n".repeat(all)));
    assertThat(output(channel, 7 * all)).hasSize(7 * all);
    assertThat(counter.flushes).isGreaterThanOrEqualTo(3);
  }

  @Test
  void aTurnIsCutShortByItsOutput() throws Exception {
    EmbeddedChannel channel = channel(start());
    channel.writeInbound(bytes("fill 60000\r\n".repeat(10)));
    int all = 10 * ("$60000\r\n\r\n".length() + 60_000);
    assertThat(output(channel, all)).hasSize(all);
    assertThat(counter.flushes).isGreaterThanOrEqualTo(5);
  }

  @Test
  void noMemoryIsHeldWhenNothingIsGoingOn() throws Exception {
    CommandServer server = start();
    EmbeddedChannel channel = channel(server);
    Session session = server.clients().all().iterator().next().session();
    ByteBuf request = bytes("PING\r\n");
    channel.writeInbound(request);
    assertThat(request.refCnt()).isZero();
    assertThat(session.bufferedBytes()).isZero();
    ByteBuf reply = channel.readOutbound();
    assertThat(reply.refCnt()).isEqualTo(1);
    reply.release();
  }

  @Test
  void whatIsLeftOfARequestIsKeptInABufferOfItsSize() throws Exception {
    Input input = new Input(Unpooled.buffer().alloc());
    input.add(Unpooled.buffer(64 << 10).writeBytes(new byte[10]), 0);
    input.trim();
    assertThat(input.capacity()).isLessThan(100);

    for (int i = 0; i < 1000; i++) {
      input.add(Unpooled.wrappedBuffer(new byte[100]), 0);
      assertThat(input.capacity()).isLessThanOrEqualTo(Math.max(256, 2 * input.length()));
    }
    input.add(Unpooled.wrappedBuffer(new byte[100_000]), 200_150);
    assertThat(input.capacity()).isEqualTo(200_150);
    input.release();
  }

  @Test
  void aBusyClientDoesNotStarveOthers() throws Exception {
    CommandServer server = start();
    TestClient busy = client(server);
    int all = 2000;
    CompletableFuture<TestClient> sent =
        CompletableFuture.supplyAsync(() -> busy.send("spin\r\n".repeat(all)));
    await().until(() -> commands.spins.get() > 0);

    client(server).expect("+PONG\r\n", "ping");
    assertThat(commands.spins.get()).isLessThan(all / 2);
    sent.join().expect("+OK\r\n".repeat(all));
  }

  private EmbeddedChannel channel(CommandServer server) {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel ch) {
                ch.pipeline().addLast(counter, new ConnectionHandler(new Session(server, ch)));
              }
            });
    return closing(new Finished(channel)).channel;
  }

  private record Finished(EmbeddedChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      channel.finishAndReleaseAll();
    }
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, ISO_8859_1);
  }

  /** What the channel sends, turn by turn, until it has sent so much. */
  private static String output(EmbeddedChannel channel, int length) {
    StringBuilder all = new StringBuilder();
    await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              channel.runPendingTasks();
              for (ByteBuf part = channel.readOutbound();
                  part != null;
                  part = channel.readOutbound()) {
                all.append(part.toString(ISO_8859_1));
                part.release();
              }
              return all.length() >= length;
            });
    return all.toString();
  }
}
