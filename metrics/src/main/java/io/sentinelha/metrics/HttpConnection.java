package io.sentinelha.metrics;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One client of the HTTP endpoint. It may ask again after it took the answer; whoever goes on
 * asking without taking answers is sent away, because these would pile up here.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Closing cannot fail in a way that matters.
final class HttpConnection extends SimpleChannelInboundHandler<HttpObject> {

  private final Pages pages;
  private final HttpEndpoint.Bounds bounds;
  private final AtomicInteger connections;
  private @Nullable Future<?> deadline;
  private boolean counted;
  private boolean answering;

  /**
   * A client that is not connected yet.
   *
   * @param connections how many there are, shared by all
   */
  HttpConnection(Pages pages, HttpEndpoint.Bounds bounds, AtomicInteger connections) {
    this.pages = pages;
    this.bounds = bounds;
    this.connections = connections;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    counted = connections.incrementAndGet() <= bounds.connections();
    if (counted) {
      expect(ctx);
    } else {
      connections.decrementAndGet();
      ctx.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (counted) {
      counted = false;
      connections.decrementAndGet();
    }
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  /** From now on the client has so much time for a request and its answer. */
  private void expect(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    deadline =
        ctx.executor()
            .schedule(() -> ctx.close(), bounds.patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
    // What follows the headers is of no interest to a page.
    if (!(part instanceof HttpRequest request)) {
      return;
    }
    if (answering) {
      ctx.close();
    } else {
      answer(ctx, request);
    }
  }

  private void answer(ChannelHandlerContext ctx, HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      send(ctx, request, refusal(request.decoderResult()), false);
      return;
    }
    boolean head = request.method().equals(HttpMethod.HEAD);
    if (!head && !request.method().equals(HttpMethod.GET)) {
      send(ctx, request, Page.text(405, "only GET and HEAD are served here\n"), false);
      return;
    }
    String accept = String.join(",", request.headers().getAll(HttpHeaderNames.ACCEPT));
    Page page = pages.get(new QueryStringDecoder(request.uri()).rawPath(), accept);
    boolean hasBody =
        HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    send(ctx, request, page, HttpUtil.isKeepAlive(request) && !hasBody);
  }

  private static Page refusal(DecoderResult result) {
    if (result.cause() instanceof TooLongHttpLineException) {
      return Page.text(414, "request line too long\n");
    }
    return result.cause() instanceof TooLongHttpHeaderException
        ? Page.text(431, "headers too long\n")
        : Page.text(400, "not an HTTP request\n");
  }

  private void send(ChannelHandlerContext ctx, HttpRequest request, Page page, boolean keepAlive) {
    byte[] content = page.text().getBytes(StandardCharsets.UTF_8);
    boolean head = request.method().equals(HttpMethod.HEAD);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(page.status()),
            head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(content));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, page.type())
        .set(HttpHeaderNames.CONTENT_LENGTH, content.length)
        .set("x-content-type-options", "nosniff");
    if (page.status() == 405) {
      response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
    }
    answering = true;
    if (keepAlive) {
      ctx.writeAndFlush(response)
          .addListener(
              sent -> {
                answering = false;
                expect(ctx);
              });
    } else {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close(); // A client that went away, or spoke nonsense: nobody needs to hear of it.
  }
}
