package dev.torc.http;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.DATE;
import static io.netty.handler.codec.http.HttpHeaderNames.RETRY_AFTER;
import static io.netty.handler.codec.http.HttpHeaderValues.CLOSE;
import static io.netty.handler.codec.http.HttpHeaderValues.KEEP_ALIVE;
import static io.netty.handler.codec.http.HttpResponseStatus.CONTINUE;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_TIMEOUT;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import dev.torc.http.RequestGatherer.GatheredRequest;
import dev.torc.http.RequestGatherer.RejectedRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: serves its requests one after the other, in the order they came, and
 * ends it in time.
 *
 * <p>Requests that a client pipelines wait here; while one waits nothing more is read. A connection
 * that the server ends is first shut down for writing only and read until the client has seen the
 * last response, for at most two seconds: closing at once, with unread bytes in the socket, could
 * destroy the response on its way.
 *
 * <p>Confined to its event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter implements RequestGatherer.Phases {
  private static final System.Logger LOG = System.getLogger(Connection.class.getName());
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int FREE_RESPONSE_BYTES = 4096;

  private final HttpServer server;
  private final SocketChannel channel;
  private final DeadlineSweeper sweeper;
  private final Deadline deadline = new Deadline();
  private final Queue<Object> waiting = new ArrayDeque<>();

  private Phase phase = Phase.READING_HEAD;

  /** Bytes came that belong to a request whose end did not come yet. */
  private boolean bytesCame;

  /**
   * A head came whose body did not end yet; with pipelining, perhaps while the request before it is
   * served.
   */
  private boolean bodyPending;

  /** Whoever sends that body waits for an interim response first. */
  private boolean continueDue;

  private @Nullable GatheredRequest current;
  private boolean closeAfterResponse;
  private long startNanos;

  private enum Phase {
    /** Between requests. */
    IDLE,
    READING_HEAD,
    READING_BODY,
    /** A request is being answered, up to the last byte written. */
    SERVING,
    /** No more requests are taken; the client shall read the rest and close. */
    LINGERING
  }

  Connection(HttpServer server, SocketChannel channel, DeadlineSweeper sweeper) {
    this.server = server;
    this.channel = channel;
    this.sweeper = sweeper;
  }

  /** Sees the bytes before they are decoded, to know when a request begins. */
  final class ByteWatch extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      if (phase == Phase.LINGERING) {
        ReferenceCountUtil.release(bytes);
        return;
      }
      if (phase == Phase.IDLE) {
        enter(Phase.READING_HEAD, server.limits().headTimeout().toNanos());
      }
      bytesCame = true;
      context.fireChannelRead(bytes);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    sweeper.add(deadline);
    enter(Phase.READING_HEAD, server.limits().headTimeout().toNanos());
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    sweeper.remove(deadline);
    dropWaiting();
    context.fireChannelInactive();
  }

  private void dropWaiting() {
    waiting.forEach(this::drop);
    waiting.clear();
  }

  private void drop(Object request) {
    if (request instanceof GatheredRequest gathered) {
      server.bodyBudget().giveBack(gathered.bodyBytes());
    }
  }

  @Override
  public void headComplete(boolean expectsContinue) {
    if (phase == Phase.LINGERING) {
      return;
    }
    bodyPending = true;
    continueDue = expectsContinue;
    if (phase != Phase.SERVING) {
      readBody();
    }
  }

  private void readBody() {
    enter(Phase.READING_BODY, server.limits().bodyTimeout().toNanos());
    if (continueDue) {
      continueDue = false;
      channel.writeAndFlush(Responses.empty(CONTINUE));
    }
  }

  @Override
  public void requestComplete() {
    bytesCame = false;
    bodyPending = false;
    continueDue = false;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object request) {
    switch (phase) {
      case SERVING -> {
        waiting.add(request);
        channel.config().setAutoRead(false);
      }
      // It came with the last one, in the same bytes.
      case LINGERING -> drop(request);
      case IDLE, READING_HEAD, READING_BODY -> serve(request);
    }
  }

  private void serve(Object request) {
    enter(Phase.SERVING, DeadlineSweeper.NEVER);
    startNanos = sweeper.now();
    switch (request) {
      case RejectedRequest(FullHttpResponse response) -> {
        current = null;
        decorate(response);
        respond(response, true);
      }
      case GatheredRequest gathered -> serve(gathered);
      default -> throw new IllegalStateException("unexpected message: " + request);
    }
  }

  private void serve(GatheredRequest gathered) {
    current = gathered;
    try {
      server
          .handler()
          .handle(gathered.request())
          .whenComplete((response, error) -> {
            if (channel.eventLoop().inEventLoop()) {
              answered(gathered, response, error);
            } else {
              channel.eventLoop().execute(() -> answered(gathered, response, error));
            }
          });
    } catch (RuntimeException | Error e) {
      // Errors too: the client shall not wait for ever, nor its bytes be lost to the budget.
      answered(gathered, null, e);
    }
  }

  private void decorate(FullHttpResponse response) {
    try {
      server.handler().decorate(response);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot decorate a response", e);
    }
  }

  private void answered(
      GatheredRequest gathered, @Nullable FullHttpResponse response, @Nullable Throwable error) {
    server.bodyBudget().giveBack(gathered.bodyBytes());
    if (response != null) {
      respond(response, !gathered.keepAlive());
      return;
    }
    LOG.log(
        System.Logger.Level.ERROR,
        () -> "cannot answer " + gathered.request().method() + " request",
        error);
    FullHttpResponse failure =
        Responses.problem(INTERNAL_SERVER_ERROR, "an error of the server's; its log says more");
    decorate(failure);
    respond(failure, !gathered.keepAlive());
  }

  private void respond(FullHttpResponse answer, boolean last) {
    GatheredRequest request = current;
    boolean toHead = request != null && request.request().method().equals(HttpMethod.HEAD);
    long memory = toHead ? 0 : memoryOf(answer);
    boolean held = server.responseBudget().take(memory);
    long taken = held ? memory : 0;
    FullHttpResponse response = held ? answer : overloaded();
    frame(response, last, request != null && request.http10());
    int status = response.status().code();
    enter(Phase.SERVING, server.limits().writeTimeout().toNanos());
    channel
        .writeAndFlush(toHead ? response.replace(Unpooled.EMPTY_BUFFER) : response)
        .addListener((ChannelFuture written) -> {
          server.responseBudget().giveBack(taken);
          written(written, request, status);
        });
  }

  /** Small ones are free: to refuse one saves little, and would deny a write that was done. */
  private static long memoryOf(FullHttpResponse response) {
    int bytes = response.content().readableBytes();
    return bytes > FREE_RESPONSE_BYTES ? bytes : 0;
  }

  private FullHttpResponse overloaded() {
    FullHttpResponse response =
        Responses.problem(
            SERVICE_UNAVAILABLE,
            "responses that clients have not read yet fill the "
                + server.responseBudget().limit()
                + " bytes set aside for them");
    response.headers().set(RETRY_AFTER, "1");
    decorate(response);
    return response;
  }

  /** Adds the headers that say where the response ends, and whether the connection goes on. */
  private void frame(FullHttpResponse response, boolean last, boolean http10) {
    closeAfterResponse =
        last || server.isDraining() || response.headers().containsValue(CONNECTION, CLOSE, true);
    int status = response.status().code();
    response.headers().set(DATE, server.dates().now());
    if (status != 204 && status != 304) {
      response.headers().set(CONTENT_LENGTH, response.content().readableBytes());
    }
    if (closeAfterResponse) {
      response.headers().set(CONNECTION, CLOSE);
    } else if (http10) {
      response.headers().set(CONNECTION, KEEP_ALIVE);
    }
  }

  private void written(ChannelFuture written, @Nullable GatheredRequest request, int status) {
    if (!written.isSuccess()) {
      channel.close();
      return;
    }
    String method = request == null ? "other" : Methods.label(request.request().method());
    server.recorder().responded(method, status, sweeper.now() - startNanos);
    if (closeAfterResponse) {
      linger();
      return;
    }
    Object next = waiting.poll();
    if (next != null) {
      serve(next);
      return;
    }
    if (bodyPending) {
      readBody();
    } else if (server.isGraceOver()) {
      // This response was framed before the drain, whose end of idle connections is past.
      linger();
      return;
    } else {
      enter(Phase.IDLE, server.limits().keepAliveTimeout().toNanos());
    }
    if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  private void linger() {
    enter(Phase.LINGERING, LINGER_NANOS);
    dropWaiting();
    channel
        .shutdownOutput()
        .addListener((ChannelFuture shut) -> {
          if (shut.isSuccess()) {
            channel.config().setAutoRead(true);
          } else {
            channel.close();
          }
        });
  }

  /**
   * The server drains: an idle connection has nothing to wait for, another one ends with its
   * response.
   */
  void closeIfIdle() {
    if (phase == Phase.IDLE || (phase == Phase.READING_HEAD && !bytesCame)) {
      linger();
    }
  }

  private void enter(Phase next, long nanos) {
    phase = next;
    sweeper.set(deadline, nanos);
  }

  private final class Deadline extends DeadlineSweeper.Deadline {
    @Override
    void expired() {
      boolean requestBegan =
          phase == Phase.READING_BODY || (phase == Phase.READING_HEAD && bytesCame);
      if (requestBegan) {
        serve(
            new RejectedRequest(
                Responses.problem(REQUEST_TIMEOUT, "the request did not come to its end in time")));
      } else {
        channel.close();
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(System.Logger.Level.DEBUG, "closing " + channel, cause);
    context.close();
  }
}
