package dev.torc.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * An HTTP/1.1 server on one address.
 *
 * <p>A connection stays on the event loop that accepted it. Requests reach the handler whole,
 * within the limits; what is malformed or too large is answered with a problem document and never
 * reaches it.
 *
 * <p>Safe for use by any number of threads.
 */
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final long MAX_SWEEP_MILLIS = 250;
  private static final long MIN_SWEEP_MILLIS = 10;

  private final HttpHandler handler;
  private volatile HttpLimits limits;
  private final HttpRecorder recorder;
  private final MemoryBudget bodyBudget;
  private final MemoryBudget responseBudget;
  private final Dates dates = new Dates(Clock.systemUTC());
  private final Map<EventLoop, DeadlineSweeper> sweepers;

  /** Also closes what comes after its close: connections that were accepted just before. */
  private final ChannelGroup connections =
      new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  private final Object openConnectionsLock = new Object();
  private int openConnections;
  private final Channel listener;
  private volatile boolean draining;
  private volatile boolean graceOver;

  private HttpServer(
      InetSocketAddress address,
      Transport transport,
      EventLoopGroup loops,
      HttpLimits limits,
      HttpHandler handler,
      HttpRecorder recorder) {
    this.handler = handler;
    this.limits = limits;
    this.recorder = recorder;
    this.bodyBudget = new MemoryBudget(limits.bodyMemoryBytes());
    this.responseBudget = new MemoryBudget(limits.responseMemoryBytes());
    this.sweepers = sweepers(loops, limits);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.serverSocket())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Pipeline())
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      sweepers.values().forEach(DeadlineSweeper::stop);
      throw new BindException(address, bound.cause());
    }
    this.listener = bound.channel();
  }

  /**
   * Listens and serves at once.
   *
   * @param address where; port 0 takes a free one
   * @param loops of the transport; they are not shut down with the server
   * @throws BindException if the address is in use, or not one of this machine's
   */
  public static HttpServer start(
      InetSocketAddress address,
      Transport transport,
      EventLoopGroup loops,
      HttpLimits limits,
      HttpHandler handler,
      HttpRecorder recorder) {
    return new HttpServer(address, transport, loops, limits, handler, recorder);
  }

  /**
   * Changes the limits while it runs. The memory for bodies and responses is limited by the new
   * ones at once: if more is in use, nothing is given out until it has fallen below. Connections
   * that come from now on are counted by the new limits, and have the new request line, header
   * section and number of fields; open ones stay open and keep theirs.
   *
   * @throws IllegalArgumentException if a time-out is another than the server started with; then
   *     nothing has changed
   */
  public synchronized void adopt(HttpLimits next) {
    next.checkTimeoutsOf(limits);
    limits = next;
    bodyBudget.limit(next.bodyMemoryBytes());
    responseBudget.limit(next.responseMemoryBytes());
  }

  /** One sweeper a loop, often enough that the shortest time-out is kept to about an eighth. */
  private static Map<EventLoop, DeadlineSweeper> sweepers(EventLoopGroup loops, HttpLimits limits) {
    Duration shortest =
        Collections.min(
            List.of(
                limits.headTimeout(),
                limits.bodyTimeout(),
                limits.keepAliveTimeout(),
                limits.writeTimeout()));
    long millis = Math.clamp(shortest.toMillis() / 8, MIN_SWEEP_MILLIS, MAX_SWEEP_MILLIS);
    Map<EventLoop, DeadlineSweeper> sweepers = new HashMap<>();
    for (EventExecutor loop : loops) {
      sweepers.put(
          (EventLoop) loop,
          new DeadlineSweeper(
              (EventLoop) loop, Ticker.systemTicker(), MILLISECONDS.toNanos(millis)));
    }
    return sweepers;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /**
   * Stops listening and ends all connections: each after the response to its request, if it is at
   * one. For the time of {@code grace} idle connections may still send a request, whose response
   * then says {@code Connection: close}: a client that was just about to send does not meet a
   * closed socket.
   *
   * @param limit from now until the connections that are left are cut
   * @return completes when no connection is left
   */
  public CompletableFuture<Void> drain(Duration grace, Duration limit) {
    draining = true;
    listener.close();
    EventExecutor timer = GlobalEventExecutor.INSTANCE;
    timer.schedule(this::closeIdleConnections, grace.toMillis(), MILLISECONDS);
    timer.schedule(() -> connections.close(), limit.toMillis(), MILLISECONDS);
    CompletableFuture<Void> drained = new CompletableFuture<>();
    listener
        .closeFuture()
        .addListener(
            closed -> connections.newCloseFuture().addListener(all -> drained.complete(null)));
    return drained.whenComplete((done, error) -> sweepers.values().forEach(DeadlineSweeper::stop));
  }

  /** Under a lock, so that the recorder hears the numbers in the order they came about. */
  private int countConnections(int change) {
    synchronized (openConnectionsLock) {
      openConnections += change;
      recorder.connections(openConnections);
      return openConnections;
    }
  }

  private void closeIdleConnections() {
    // Before the look at each: who becomes idle from now on ends by itself.
    graceOver = true;
    for (Channel channel : connections) {
      Connection connection = channel.pipeline().get(Connection.class);
      if (connection != null) {
        channel.eventLoop().execute(connection::closeIfIdle);
      }
    }
  }

  /** Ends everything at once. */
  @Override
  public void close() {
    draining = true;
    listener.close().awaitUninterruptibly();
    connections.close().awaitUninterruptibly();
    sweepers.values().forEach(DeadlineSweeper::stop);
  }

  /** Whether it is shutting down. */
  public boolean isDraining() {
    return draining;
  }

  /** Whether it is shutting down, and idle connections have had their time. */
  boolean isGraceOver() {
    return graceOver;
  }

  HttpHandler handler() {
    return handler;
  }

  HttpLimits limits() {
    return limits;
  }

  HttpRecorder recorder() {
    return recorder;
  }

  /** For the bodies of requests. */
  MemoryBudget bodyBudget() {
    return bodyBudget;
  }

  /** For responses that are not written yet. */
  MemoryBudget responseBudget() {
    return responseBudget;
  }

  Dates dates() {
    return dates;
  }

  private final class Pipeline extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      HttpLimits limits = limits();
      int open = countConnections(1);
      channel.closeFuture().addListener(closed -> countConnections(-1));
      if (open > limits.connections()) {
        recorder.connectionRefused();
        channel.close();
        return;
      }
      connections.add(channel);
      DeadlineSweeper sweeper =
          Objects.requireNonNull(sweepers.get(channel.eventLoop()), "a loop of the group");
      Connection connection = new Connection(HttpServer.this, channel, sweeper);
      channel
          .pipeline()
          .addLast(
              connection.new ByteWatch(),
              new HttpRequestDecoder(decoding(limits)),
              new HttpResponseEncoder(),
              new RequestGatherer(handler, limits, bodyBudget, connection),
              connection);
    }

    private static HttpDecoderConfig decoding(HttpLimits limits) {
      return new HttpDecoderConfig()
          .setMaxInitialLineLength(limits.uriBytes())
          .setMaxHeaderSize(limits.headBytes())
          .setAllowDuplicateContentLengths(false)
          .setStrictLineParsing(true)
          .setUseRfc9112TransferEncoding(true);
    }
  }
}
