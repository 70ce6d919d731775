package dev.torc.cache;

import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.hash.Ring;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Describes a {@link ShardedCache}; every setting has a default. Not thread-safe. */
public final class ShardedCacheBuilder {
  private final List<CacheNode> nodes;
  private int pointsPerNode = Ring.DEFAULT_POINTS_PER_NODE;
  private @Nullable EventLoopGroup eventLoops;
  private Class<? extends SocketChannel> channelClass = NioSocketChannel.class;
  private String clientName = "torc";
  private Duration connectTimeout = Duration.ofSeconds(1);
  private Duration commandTimeout = Duration.ofSeconds(1);
  private int maxPendingCommands = 10_000;
  private long maxPendingBytes = 64 << 20;
  private int maxValueBytes = 1 << 20;
  private CacheRecorder recorder = CacheRecorder.NONE;
  private Ticker ticker = Ticker.systemTicker();
  private RandomGenerator random = new Random();

  ShardedCacheBuilder(List<CacheNode> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /**
   * Points on the ring per unit of weight, at least 1; {@value Ring#DEFAULT_POINTS_PER_NODE} by
   * default.
   */
  public ShardedCacheBuilder withPointsPerNode(int points) {
    pointsPerNode = points;
    return this;
  }

  /**
   * Event loops to share, with the kind of socket that fits them; they are not shut down with the
   * cache. By default the cache has its own, one a processor.
   */
  public ShardedCacheBuilder withEventLoops(
      EventLoopGroup loops, Class<? extends SocketChannel> socketClass) {
    eventLoops = loops;
    channelClass = socketClass;
    return this;
  }

  /**
   * The name of the connections in a node's {@code CLIENT LIST}, without spaces; {@code torc} by
   * default.
   */
  public ShardedCacheBuilder withClientName(String name) {
    clientName = name;
    return this;
  }

  /** How long one attempt to connect may take; 1 s by default. */
  public ShardedCacheBuilder withConnectTimeout(Duration timeout) {
    connectTimeout = positive("connectTimeout", timeout);
    return this;
  }

  /** How long an operation may take; 1 s by default. */
  public ShardedCacheBuilder withCommandTimeout(Duration timeout) {
    commandTimeout = positive("commandTimeout", timeout);
    return this;
  }

  /**
   * How much may wait for replies on one connection, of which there is one per node and event loop;
   * 10 000 operations and 64 MiB by default. More is refused as {@link
   * CacheException.Kind#OVERLOADED}.
   */
  public ShardedCacheBuilder withMaxPending(int commands, long bytes) {
    maxPendingCommands = (int) positive("maxPendingCommands", commands);
    maxPendingBytes = positive("maxPendingBytes", bytes);
    return this;
  }

  /** The longest value, 1 MiB by default; a longer one is neither stored nor delivered. */
  public ShardedCacheBuilder withMaxValueBytes(int bytes) {
    maxValueBytes = (int) positive("maxValueBytes", bytes);
    return this;
  }

  /** Receives measurements; nobody by default. */
  public ShardedCacheBuilder withRecorder(CacheRecorder measurements) {
    recorder = measurements;
    return this;
  }

  /** The clock for time-outs and measurements; the system's by default. */
  public ShardedCacheBuilder withTicker(Ticker clock) {
    ticker = clock;
    return this;
  }

  /**
   * The source of reconnection jitter; must be usable by several threads if there are several event
   * loops.
   */
  public ShardedCacheBuilder withRandom(RandomGenerator generator) {
    random = generator;
    return this;
  }

  /**
   * Opens the cache: connections are made in the background, and operations wait for the first
   * attempt.
   *
   * @throws IllegalArgumentException if the nodes do not make a ring
   */
  public ShardedCache open() {
    Epoch epoch = Epoch.first(nodes, pointsPerNode);
    ConnectionSettings settings =
        new ConnectionSettings(
            clientName,
            channelClass,
            connectTimeout,
            commandTimeout,
            maxPendingCommands,
            maxPendingBytes,
            maxValueBytes,
            ticker,
            random);
    boolean ownLoops = eventLoops == null;
    EventLoopGroup loops =
        eventLoops == null
            ? new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("torc-cache", true),
                NioIoHandler.newFactory())
            : eventLoops;
    return new RedisShardedCache(epoch, loops, ownLoops, settings, recorder);
  }

  private static Duration positive(String name, Duration duration) {
    positive(name, duration.toMillis());
    return duration;
  }

  private static long positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
    }
    return value;
  }
}
