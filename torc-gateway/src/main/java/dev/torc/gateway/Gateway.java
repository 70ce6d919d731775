package dev.torc.gateway;

import dev.torc.cache.CacheNode;
import dev.torc.cache.NodeObserver;
import dev.torc.cache.Observation;
import dev.torc.cache.ReshardingSettings;
import dev.torc.cache.ShardedCache;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.http.HttpLimits;
import dev.torc.http.HttpRecorder;
import dev.torc.http.HttpServer;
import dev.torc.http.Transport;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A running cache gateway: nodes, the cache over them, its observer and both listeners.
 *
 * <p>The public listener and the cache share event loops, so that a request never changes thread;
 * the admin listener has one of its own, so that a scrape never delays a request. Safe for use by
 * any number of threads.
 */
public final class Gateway implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
  private static final Duration FIRST_POLL = Duration.ofSeconds(2);

  /**
   * How long idle connections may still send a request that is answered, when the gateway drains.
   */
  private static final Duration DRAIN_GRACE = Duration.ofMillis(300);

  private final CacheConfig config;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final ShardedCache cache;
  private final NodeObserver observer;
  private final HttpServer server;
  private final HttpServer admin;

  private Gateway(CacheConfig config, AdminConfig adminConfig, ReshardingSettings resharding) {
    this.config = config;
    try {
      Transport transport = Transport.best();
      EventLoopGroup loops =
          loops(transport, Runtime.getRuntime().availableProcessors(), "torc-io");
      EventLoopGroup adminLoop = loops(transport, 1, "torc-admin");
      Provisioner provisioner = closing(Provisioner.of(config.nodes()));
      List<CacheNode> nodes = provisioner.start();
      GatewayMetrics metrics = closing(new GatewayMetrics());
      Coordinator coordinator = closing(openCoordinator(provisioner));
      ClusterState kept = coordinator.state();
      if (kept != null) {
        warnOfDifferences(kept, nodes);
      }
      cache = closing(openCache(nodes, transport, loops, metrics, coordinator, resharding));
      RingChanges changes =
          RingChanges.follow(
              coordinator,
              kept,
              cache.resharding(),
              provisioner,
              refusalOfChanges(provisioner),
              metrics.watch(cache.resharding())::finished);
      observer = closing(cache.observe(POLL_INTERVAL));
      awaitFirstPoll();
      metrics.watch(cache, observer);
      server =
          closing(
              HttpServer.start(
                  new InetSocketAddress(config.host(), config.port()),
                  transport,
                  loops,
                  config.httpLimits(),
                  new CacheHandler(cache, observer, config.limits()),
                  metrics.httpRecorder("cache")));
      admin =
          closing(
              HttpServer.start(
                  new InetSocketAddress(adminConfig.host(), adminConfig.port()),
                  transport,
                  adminLoop,
                  HttpLimits.DEFAULTS,
                  new AdminHandler(
                      new HealthPages(observer::observation, metrics::scrape, server::isDraining),
                      new RingPages(
                          cache::epoch, observer::observation, cache.resharding(), changes),
                      AdminAccess.of(adminConfig)),
                  HttpRecorder.NONE));
    } catch (RuntimeException e) {
      closeStarted();
      throw e;
    }
  }

  /**
   * Starts a gateway. Nodes that it runs itself must come up; a static node that does not answer is
   * only reported, and reached when it does.
   *
   * @throws ProvisioningException if an embedded node cannot be started
   * @throws dev.torc.http.BindException if a listener's address cannot be had
   * @throws dev.torc.cache.coordination.CoordinatorException if the state's folder cannot be used
   * @throws IllegalArgumentException if the nodes make no ring
   */
  public static Gateway start(CacheConfig config, AdminConfig admin) {
    return start(config, admin, config.resharding().settings());
  }

  /**
   * Starts a gateway that makes changes of the ring otherwise than {@link CacheConfig#resharding}
   * says.
   *
   * @throws RuntimeException as {@link #start(CacheConfig, AdminConfig)}
   */
  public static Gateway start(
      CacheConfig config, AdminConfig admin, ReshardingSettings resharding) {
    return new Gateway(config, admin, resharding);
  }

  /** Of nodes that end with the gateway nothing is kept: a restart finds other ones. */
  private Coordinator openCoordinator(Provisioner provisioner) {
    String folder = config.stateDir();
    if (folder == null) {
      return Coordinator.inMemory();
    }
    if (provisioner.ownsNodes()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "cache.stateDir: {0} is not used (expected: static nodes; embedded ones keep nothing)",
          folder);
      return Coordinator.inMemory();
    }
    return Coordinator.inFolder(Path.of(folder));
  }

  private @Nullable String refusalOfChanges(Provisioner provisioner) {
    return provisioner.ownsNodes() || config.stateDir() != null
        ? null
        : "cache.stateDir: not set (expected: a folder, so that a restart finds the ring)";
  }

  private void warnOfDifferences(ClusterState kept, List<CacheNode> nodes) {
    List<String> differences = KeptRing.differences(kept, nodes, config.vnodes());
    if (!differences.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the ring kept in {0} goes before the configuration: {1}",
          config.stateDir(),
          String.join("; ", differences));
    }
  }

  private EventLoopGroup loops(Transport transport, int threads, String name) {
    EventLoopGroup loops = transport.eventLoops(threads, name);
    started.push(() -> loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(2, TimeUnit.SECONDS));
    return loops;
  }

  private <T extends AutoCloseable> T closing(T part) {
    started.push(part);
    return part;
  }

  private ShardedCache openCache(
      List<CacheNode> nodes,
      Transport transport,
      EventLoopGroup loops,
      GatewayMetrics metrics,
      Coordinator coordinator,
      ReshardingSettings resharding) {
    CacheConfig.Limits limits = config.limits();
    return ShardedCache.over(nodes)
        .withPointsPerNode(config.vnodes())
        .withEventLoops(loops, transport.socket())
        .withClientName("torc-gateway")
        .withConnectTimeout(config.timeouts().nodeConnect())
        .withCommandTimeout(config.timeouts().nodeCommand())
        .withMaxPending(limits.maxPendingCommands(), limits.maxPendingBytes().bytes())
        .withMaxValueBytes((int) limits.maxValueBytes().bytes() + StoredValue.MAX_PREFIX_BYTES)
        .withCoordinator(coordinator)
        .withResharding(resharding)
        .withRecorder(metrics.cacheRecorder())
        .open();
  }

  /** So that the first answers already tell the truth about the nodes. */
  private void awaitFirstPoll() {
    try {
      observer
          .firstObservation()
          .toCompletableFuture()
          .get(FIRST_POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "a node did not answer its first poll in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** Where health, metrics and changes of the ring are. */
  public InetSocketAddress adminAddress() {
    return admin.address();
  }

  /** The cache behind it. */
  public ShardedCache cache() {
    return cache;
  }

  /** What is known of the nodes. */
  public Observation observation() {
    return observer.observation();
  }

  /**
   * Ends it gently: no new connections, {@code /readyz} says so, requests under way finish within
   * the configured time, then nodes that it runs end. A change of the ring stops where it is; with
   * a kept state the next start goes on with it.
   */
  public void drain() {
    Duration limit = config.timeouts().shutdown();
    Duration grace = DRAIN_GRACE.compareTo(limit) < 0 ? DRAIN_GRACE : limit;
    server.drain(grace, limit).join();
    close();
  }

  /** Ends it at once. */
  @Override
  public void close() {
    closeStarted();
  }

  private synchronized void closeStarted() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.WARNING, "cannot close a part of the gateway", e);
      }
    }
  }
}
