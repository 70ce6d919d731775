package dev.torc.gateway;

import dev.torc.cache.NodeObserver;
import dev.torc.cache.Observation;
import dev.torc.cache.ReshardingSettings;
import dev.torc.cache.ShardedCache;
import dev.torc.http.HttpLimits;
import dev.torc.http.HttpRecorder;
import dev.torc.http.HttpServer;
import dev.torc.http.Transport;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A running cache gateway: nodes, the cache over them, its observer and both listeners.
 *
 * <p>The public listener and the cache share event loops, so that a request never changes thread;
 * the admin listener has one of its own, so that a scrape never delays a request. Safe for use by
 * any number of threads.
 */
public final class Gateway implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

  /**
   * How long idle connections may still send a request that is answered, when the gateway drains.
   */
  private static final Duration DRAIN_GRACE = Duration.ofMillis(300);

  private final Parts parts = new Parts();
  private final GatewayMetrics metrics;
  private final CacheCluster cluster;
  private final CacheHandler handler;
  private final HttpServer server;
  private final HttpServer admin;
  private volatile CacheConfig config;

  private Gateway(CacheConfig config, AdminConfig adminConfig, ReshardingSettings resharding) {
    this.config = config;
    try {
      Transport transport = Transport.best();
      EventLoopGroup loops =
          loops(transport, Runtime.getRuntime().availableProcessors(), "torc-io");
      EventLoopGroup adminLoop = loops(transport, 1, "torc-admin");
      metrics = parts.closing(new GatewayMetrics());
      cluster = parts.closing(new CacheCluster(config, resharding, transport, loops, metrics));
      ShardedCache cache = cluster.cache();
      NodeObserver observer = cluster.observer();
      handler = new CacheHandler(cache, observer, config.limits());
      server =
          parts.closing(
              HttpServer.start(
                  new InetSocketAddress(config.host(), config.port()),
                  transport,
                  loops,
                  config.httpLimits(config.limits()),
                  handler,
                  metrics.httpRecorder("cache")));
      admin =
          parts.closing(
              HttpServer.start(
                  new InetSocketAddress(adminConfig.host(), adminConfig.port()),
                  transport,
                  adminLoop,
                  HttpLimits.DEFAULTS,
                  new AdminHandler(
                      new HealthPages(observer::observation, metrics::scrape, server::isDraining),
                      new RingPages(
                          cache::epoch,
                          observer::observation,
                          cache.resharding(),
                          cluster.changes()),
                      AdminAccess.of(adminConfig)),
                  HttpRecorder.NONE));
    } catch (RuntimeException e) {
      parts.close();
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

  private EventLoopGroup loops(Transport transport, int threads, String name) {
    EventLoopGroup loops = transport.eventLoops(threads, name);
    parts.closing(
        () -> loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(2, TimeUnit.SECONDS));
    return loops;
  }

  /**
   * Follows another configuration from now on: its limits at once, its nodes, weights and virtual
   * nodes by one change of the ring, of what differs from the configuration before it; while a
   * change is made, the newest configuration waits. Of a configuration that cannot be followed
   * nothing is. Blocks for some milliseconds, and must not be called on an event loop.
   *
   * @throws dev.torc.config.FieldErrorsException of the section {@code cache}, if it changes what
   *     needs a restart, or the ring cannot be changed
   */
  public synchronized void follow(CacheConfig next) {
    CacheConfig former = config;
    LiveFields.check(former, next);
    cluster.follow(former, next);
    if (!next.limits().equals(former.limits())) {
      adopt(next.limits());
    }
    config = next;
  }

  /**
   * Changes what clients may ask for while the gateway runs. Requests that come when this has
   * returned are served by the new limits; but a connection that was open before keeps its longest
   * request line, and ends if a longer key comes on it. A longer value that was stored before stays
   * on its node, and is not delivered. Waits for all event loops, and so must not be called on one
   * of them.
   */
  private void adopt(CacheConfig.Limits next) {
    // What may come in shrinks first and grows last: nothing is let in that is refused behind.
    handler.adopt(next.noLongerThan(config.limits()));
    cluster.cache().adopt(next.cacheLimits()).toCompletableFuture().join();
    server.adopt(config.httpLimits(next));
    handler.adopt(next);
    LOG.log(System.Logger.Level.INFO, "limits in force: {0}", next);
  }

  /** Tells whether the configuration can be followed as it is now, for the metrics. */
  public void configurationIsGood(boolean good) {
    metrics.configurationIsGood(good);
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
    return cluster.cache();
  }

  /** What is known of the nodes. */
  public Observation observation() {
    return cluster.observer().observation();
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
    parts.close();
  }
}
