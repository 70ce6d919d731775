package dev.torc.cache.internal;

import static dev.torc.cache.internal.ConnectionException.Reason.BROKEN;
import static dev.torc.cache.internal.ConnectionException.Reason.NOT_CONNECTED;
import static dev.torc.cache.internal.ConnectionException.Reason.OVERLOADED;
import static dev.torc.cache.internal.ConnectionException.Reason.TIMED_OUT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.redis.RedisDecoder;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One multiplexed connection to a Redis server: commands of many callers are pipelined on it, and
 * it reconnects by itself.
 *
 * <ul>
 *   <li>Commands handed over while one turn of the event loop lasts leave in one write.
 *   <li>A connection gives itself a name first. No command leaves before the server has
 *       acknowledged the name, so that whatever may still run can be found there, and killed.
 *   <li>With an {@link Admission} the server says who it is before any command leaves; one that is
 *       not admitted gets none, and the connection is made again later.
 *   <li>While a connection is being made commands wait for it; between attempts they fail at once.
 *   <li>A command is never sent twice: when the connection breaks, what has no reply fails.
 *   <li>A command that times out keeps its place, so that its late reply is not taken for
 *       another's. A server that answers nothing for three time-outs is disconnected: the socket
 *       may be half-open.
 * </ul>
 *
 * <p>{@link #send} and {@link #close} may be called by any thread; all state is confined to the
 * event loop, on which replies are delivered too. It is one file, though a long one, because it is
 * one state machine: whoever changes a state has to see who else looks at it.
 */
public final class RedisConnection {
  private static final System.Logger LOG = System.getLogger(RedisConnection.class.getName());

  /** Time-outs without any reply until the connection is given up. */
  private static final int TIMEOUTS_UNTIL_GIVEN_UP = 3;

  private enum State {
    CONNECTING,
    /** The server is there, and has not acknowledged the name yet, or said who it is. */
    GREETING,
    CONNECTED,
    WAITING_TO_RECONNECT,
    CLOSED
  }

  private final EventLoop loop;
  private final InetSocketAddress address;
  private final @Nullable Admission admission;

  /** Those of now; confined to the event loop as all state is. */
  private ConnectionSettings settings;

  private final Backoff backoff;
  private final Runnable flush = this::flush;

  /** Commands without a reply whose callers wait, oldest first; they all have the same time-out. */
  private final Queue<PendingCommand> waiting = new ArrayDeque<>();

  /** Commands whose callers gave up, all older than those in {@link #waiting}. */
  private final Queue<PendingCommand> late = new ArrayDeque<>();

  private State state = State.WAITING_TO_RECONNECT;
  private @Nullable Channel channel;

  /** Until the server is admitted. */
  private @Nullable Greeting greeting;

  private @Nullable ByteBuf unsent;
  private boolean flushScheduled;
  private boolean timerArmed;
  private long pendingBytes;

  /** When the last reply came, or a command was sent with none pending before it. */
  private long progressNanos;

  private RedisConnection(
      EventLoop loop,
      InetSocketAddress address,
      ConnectionSettings settings,
      @Nullable Admission admission) {
    this.loop = loop;
    this.address = address;
    this.settings = settings;
    this.admission = admission;
    this.backoff = new Backoff(settings.random());
  }

  /** A connection that starts to connect at once, to whatever server there is. */
  public static RedisConnection open(
      EventLoop loop, InetSocketAddress address, ConnectionSettings settings) {
    return open(loop, address, settings, null);
  }

  /** A connection that starts to connect at once. */
  public static RedisConnection open(
      EventLoop loop,
      InetSocketAddress address,
      ConnectionSettings settings,
      @Nullable Admission admission) {
    RedisConnection connection = new RedisConnection(loop, address, settings, admission);
    loop.execute(connection::connect);
    return connection;
  }

  /**
   * Sends a command.
   *
   * @return the reply, also when it is an error of the server's; fails with {@link
   *     ConnectionException} if there is none
   */
  public CompletableFuture<Reply> send(Command command) {
    CompletableFuture<Reply> future = new CompletableFuture<>();
    if (loop.inEventLoop()) {
      accept(command, future);
    } else {
      try {
        loop.execute(() -> accept(command, future));
      } catch (RejectedExecutionException e) {
        future.completeExceptionally(failure(NOT_CONNECTED, "the event loop was shut down"));
      }
    }
    return future;
  }

  /**
   * Changes the limits; what was accepted by the former ones stays. To be called on the event loop.
   *
   * @param next differs from the settings of now in limits alone
   */
  public void limit(ConnectionSettings next) {
    settings = next;
  }

  /** Ends the connection; commands without a reply fail. */
  public void close() {
    if (!loop.isShuttingDown()) {
      loop.execute(() -> {
        state = State.CLOSED;
        failAll(failure(BROKEN, "the connection was closed"));
        if (channel != null) {
          channel.close();
        }
      });
    }
  }

  private void accept(Command command, CompletableFuture<Reply> future) {
    switch (state) {
      case CONNECTING, GREETING, CONNECTED -> enqueue(command, future);
      case WAITING_TO_RECONNECT ->
          future.completeExceptionally(failure(NOT_CONNECTED, "not connected"));
      case CLOSED -> future.completeExceptionally(failure(NOT_CONNECTED, "closed"));
    }
  }

  private void enqueue(Command command, CompletableFuture<Reply> future) {
    long bytes = command.maxEncodedBytes();
    int pending = waiting.size() + late.size();
    if (pending >= settings.maxPendingCommands()
        || (pending > 0 && pendingBytes + bytes > settings.maxPendingBytes())) {
      future.completeExceptionally(
          failure(
              OVERLOADED, pending + " commands (" + pendingBytes + " bytes) have no reply yet"));
      return;
    }
    if (!encode(command, bytes)) {
      future.completeExceptionally(failure(OVERLOADED, "no memory for " + bytes + " bytes"));
      return;
    }
    long now = settings.ticker().nanoTime();
    if (pending == 0) {
      progressNanos = now;
    }
    waiting.add(
        new PendingCommand(future, command, bytes, now + settings.commandTimeout().toNanos()));
    pendingBytes += bytes;
    if (state == State.CONNECTED) {
      scheduleFlush();
    }
    armTimer(settings.commandTimeout().toNanos());
  }

  /** All of a command or nothing: half of one would garble those behind it. */
  private boolean encode(Command command, long bytes) {
    try {
      if (unsent == null) {
        unsent = PooledByteBufAllocator.DEFAULT.directBuffer();
      }
      unsent.ensureWritable(Math.toIntExact(bytes));
    } catch (OutOfMemoryError | IndexOutOfBoundsException | ArithmeticException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot send " + bytes + " bytes to " + where(), e);
      return false;
    }
    command.encode(unsent);
    return true;
  }

  private void scheduleFlush() {
    if (!flushScheduled) {
      flushScheduled = true;
      loop.execute(flush);
    }
  }

  private void flush() {
    flushScheduled = false;
    if (channel != null && state == State.CONNECTED && unsent != null) {
      ByteBuf buffer = unsent;
      unsent = null;
      channel.writeAndFlush(buffer, channel.voidPromise());
    }
  }

  private void connect() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CONNECTING;
    HostResolver.resolve(address)
        .whenComplete((resolved, error) -> {
          if (loop.inEventLoop()) {
            resolved(resolved, error);
          } else {
            loop.execute(() -> resolved(resolved, error));
          }
        });
  }

  private void resolved(@Nullable InetSocketAddress resolved, @Nullable Throwable error) {
    if (state == State.CLOSED) {
      return;
    }
    if (resolved == null) {
      disconnected(NOT_CONNECTED, "unknown host: " + error);
      return;
    }
    new Bootstrap()
        .group(loop)
        .channel(settings.channelClass())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.connectTimeout().toMillis())
        .handler(new Pipeline())
        .connect(resolved)
        .addListener((ChannelFuture connected) -> connected(connected));
  }

  private void connected(ChannelFuture connected) {
    if (!connected.isSuccess()) {
      disconnected(NOT_CONNECTED, String.valueOf(connected.cause().getMessage()));
      return;
    }
    if (state == State.CLOSED) {
      connected.channel().close();
      return;
    }
    Channel opened = connected.channel();
    channel = opened;
    state = State.GREETING;
    Greeting begun = new Greeting(settings.clientName(), admission);
    greeting = begun;
    ByteBuf buffer = opened.alloc().buffer();
    begun.encode(buffer);
    opened.writeAndFlush(buffer, opened.voidPromise());
    loop.schedule(
        () -> {
          if (state == State.GREETING && opened.equals(channel)) {
            opened.close();
          }
        },
        settings.commandTimeout().toNanos(),
        NANOSECONDS);
  }

  private void greeted(Reply reply, Greeting begun) {
    if (state != State.GREETING) {
      return;
    }
    switch (begun.answered(reply)) {
      case PENDING -> {}
      case ADMITTED -> ready(reply);
      case REFUSED -> {
        LOG.log(System.Logger.Level.DEBUG, "{0} is not let in: {1}", where(), reply);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private void ready(Reply reply) {
    LOG.log(System.Logger.Level.DEBUG, "connected to {0}: {1}", where(), reply);
    state = State.CONNECTED;
    greeting = null;
    backoff.reset();
    progressNanos = settings.ticker().nanoTime();
    scheduleFlush();
  }

  private void disconnected(ConnectionException.Reason reason, String why) {
    channel = null;
    greeting = null;
    if (state == State.CLOSED) {
      return;
    }
    LOG.log(System.Logger.Level.DEBUG, "no connection to {0}: {1}", where(), why);
    state = State.WAITING_TO_RECONNECT;
    failAll(failure(reason, why));
    loop.schedule(this::connect, backoff.nextMillis(), MILLISECONDS);
  }

  private void failAll(ConnectionException failure) {
    if (unsent != null) {
      unsent.release();
      unsent = null;
    }
    pendingBytes = 0;
    late.clear();
    // A caller may send again from its callback: what it adds is not to be failed here.
    PendingCommand[] failed = waiting.toArray(PendingCommand[]::new);
    waiting.clear();
    for (PendingCommand pending : failed) {
      pending.future.completeExceptionally(failure);
    }
  }

  private void received(Reply reply) {
    if (greeting != null) {
      greeted(reply, greeting);
      return;
    }
    progressNanos = settings.ticker().nanoTime();
    Queue<PendingCommand> queue = late.isEmpty() ? waiting : late;
    PendingCommand oldest = queue.peek();
    if (oldest == null) {
      throw new IllegalStateException("a reply without a command: " + reply);
    }
    oldest.add(reply);
    if (oldest.missingReplies == 0) {
      queue.remove();
      pendingBytes -= oldest.bytes;
      oldest.future.complete(oldest.answer(reply));
    }
  }

  /** One timer at a time, not one a command: it looks at the oldest and waits for its deadline. */
  private void armTimer(long delayNanos) {
    if (!timerArmed) {
      timerArmed = true;
      loop.schedule(this::expire, delayNanos, NANOSECONDS);
    }
  }

  private void expire() {
    long now = settings.ticker().nanoTime();
    PendingCommand oldest = waiting.peek();
    while (oldest != null && oldest.deadlineNanos - now <= 0) {
      late.add(waiting.remove());
      oldest.future.completeExceptionally(
          failure(TIMED_OUT, "no reply within " + settings.commandTimeout().toMillis() + " ms"));
      oldest = waiting.peek();
    }
    // Only now: a caller that sends again from its callback must not arm a second one.
    timerArmed = false;
    long timeout = settings.commandTimeout().toNanos();
    if (channel != null
        && !late.isEmpty()
        && now - progressNanos >= TIMEOUTS_UNTIL_GIVEN_UP * timeout) {
      channel.close();
    } else if (oldest != null) {
      armTimer(oldest.deadlineNanos - now);
    } else if (!late.isEmpty()) {
      armTimer(timeout);
    }
  }

  private ConnectionException failure(ConnectionException.Reason reason, String message) {
    return new ConnectionException(reason, where() + ": " + message);
  }

  private String where() {
    return address.getHostString() + ":" + address.getPort();
  }

  @Override
  public String toString() {
    return "RedisConnection[" + where() + "]";
  }

  private final class Pipeline extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(
              new RedisDecoder(),
              new ReplyAssembler(
                  () -> greeting == null ? settings.maxBulkBytes() : Greeting.MAX_BULK_BYTES,
                  settings.maxElements(),
                  RedisConnection.this::received),
              new Lifecycle());
    }
  }

  private final class Lifecycle extends ChannelInboundHandlerAdapter {
    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (context.channel().equals(channel)) {
        // Before that, nothing was sent.
        disconnected(state == State.GREETING ? NOT_CONNECTED : BROKEN, "the connection broke");
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.log(System.Logger.Level.DEBUG, "closing the connection to " + where(), cause);
      context.close();
    }
  }
}
