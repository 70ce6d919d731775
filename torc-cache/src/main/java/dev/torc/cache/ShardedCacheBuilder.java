package dev.torc.cache;

import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.config.HostPort;
import dev.torc.hash.Ring;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Describes a {@link ShardedCache}; every setting has a default. Not thread-safe. */
public final class ShardedCacheBuilder {
  /** No command of Torc's on a key has an answer with more. */
  private static final int MAX_ELEMENTS = 1024;

  private final List<CacheNode> nodes;
  private int pointsPerNode = Ring.DEFAULT_POINTS_PER_NODE;
  private @Nullable EventLoopGroup eventLoops;
  private Class<? extends SocketChannel> channelClass = NioSocketChannel.class;
  private String clientName = "torc";
  private Duration connectTimeout = Duration.ofSeconds(1);
  private Duration commandTimeout = Duration.ofSeconds(1);
  private CacheLimits limits = CacheLimits.DEFAULTS;
  private @Nullable Coordinator coordinator;
  private ReshardingSettings resharding = ReshardingSettings.DEFAULTS;
  private RestartedNodes restartedNodes = RestartedNodes.EMPTIED;
  private Predicate<HostPort> emptiable = address -> true;
  private FullNodes fullNodes = FullNodes.NONE;
  private CacheRecorder recorder = CacheRecorder.NONE;
  private Ticker ticker = Ticker.systemTicker();
  private InstantSource clock = InstantSource.system();
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
   * The name of this client among those of the cache, without spaces; {@code torc} by default. A
   * process that takes the place of another has its name: its connections are called {@code
   * torc:CLUSTER:NAME:data} in a node's {@code CLIENT LIST}, and those of the former are ended.
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
    return withLimits(new CacheLimits(commands, bytes, limits.maxValueBytes()));
  }

  /** The longest value, 1 MiB by default; a longer one is neither stored nor delivered. */
  public ShardedCacheBuilder withMaxValueBytes(int bytes) {
    return withLimits(
        new CacheLimits(limits.maxPendingCommands(), limits.maxPendingBytes(), bytes));
  }

  /** All limits at once; {@link ShardedCache#adopt} changes them later. */
  public ShardedCacheBuilder withLimits(CacheLimits first) {
    limits = first;
    return this;
  }

  /**
   * Keeps the topology, beyond the life of this cache if it can; in memory by default. It is closed
   * with the cache.
   */
  public ShardedCacheBuilder withCoordinator(Coordinator keeper) {
    coordinator = keeper;
    return this;
  }

  /** How changes of the ring are made. */
  public ShardedCacheBuilder withResharding(ReshardingSettings settings) {
    resharding = settings;
    return this;
  }

  /**
   * What becomes of a server that was started anew, and may hold old values; {@link
   * RestartedNodes#EMPTIED} by default.
   */
  public ShardedCacheBuilder withRestartedNodes(RestartedNodes policy) {
    restartedNodes = policy;
    return this;
  }

  /**
   * Where servers may be emptied at all; everywhere by default. One that may not gets no operation:
   * an address that is no node's any more may have been given to somebody else.
   */
  public ShardedCacheBuilder withEmptiable(Predicate<HostPort> addresses) {
    emptiable = addresses;
    return this;
  }

  /** Makes room where a write finds its node full; by default nobody does, and the write fails. */
  public ShardedCacheBuilder withFullNodes(FullNodes maker) {
    fullNodes = maker;
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

  /** The time of day, for when changes were made; the system's by default. */
  public ShardedCacheBuilder withClock(InstantSource timeOfDay) {
    clock = timeOfDay;
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
    Coordinator keeper = coordinator == null ? Coordinator.inMemory() : coordinator;
    ClusterState state = keeper.update(kept -> kept == null ? firstState() : kept);
    ConnectionSettings settings =
        new ConnectionSettings(
            clientName,
            channelClass,
            connectTimeout,
            commandTimeout,
            limits.maxPendingCommands(),
            limits.maxPendingBytes(),
            limits.maxValueBytes(),
            MAX_ELEMENTS,
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
    return new RedisShardedCache(
        keeper,
        state,
        loops,
        ownLoops,
        new CacheSettings(
            settings, resharding, restartedNodes, emptiable, fullNodes, clock, recorder));
  }

  private ClusterState firstState() {
    if (nodes.stream().noneMatch(node -> node.weight() > 0)) {
      throw new IllegalArgumentException(
          "nodes: " + nodes + " (expected: at least one with a weight above 0)");
    }
    checkDistinct(CacheNode::index, "index");
    checkDistinct(CacheNode::name, "name");
    checkDistinct(CacheNode::hostAndPort, "address");
    List<Member> members = nodes.stream().map(ShardedCacheBuilder::member).toList();
    List<Layer.Weight> weights =
        nodes.stream().map(node -> new Layer.Weight(node.index(), node.weight())).toList();
    String cluster = Long.toHexString(new Random().nextLong() | 1L << 60);
    return ClusterState.first(cluster, members, new Layer(pointsPerNode, weights, List.of()));
  }

  private static Member member(CacheNode node) {
    return new Member(
        node.index(),
        node.name(),
        new HostPort(node.address().getHostString(), node.address().getPort()));
  }

  private void checkDistinct(Function<CacheNode, Object> property, String name) {
    if (nodes.stream().map(property).distinct().count() < nodes.size()) {
      throw new IllegalArgumentException("nodes: " + nodes + " (expected: each " + name + " once)");
    }
  }

  private static Duration positive(String name, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(
          name + ": " + duration.toMillis() + " (expected: at least 1)");
    }
    return duration;
  }
}
