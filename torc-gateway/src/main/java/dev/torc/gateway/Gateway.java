package dev.torc.gateway;

import dev.torc.cache.CacheNode;
import dev.torc.cache.NodeObserver;
import dev.torc.cache.Observation;
import dev.torc.cache.ShardedCache;
import dev.torc.http.HttpLimits;
import dev.torc.http.HttpRecorder;
import dev.torc.http.HttpServer;
import dev.torc.http.Transport;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

  private Gateway(CacheConfig config, AdminConfig adminConfig) {
    this.config = config;
    try {
      Transport transport = Transport.best();
      EventLoopGroup loops =
          loops(transport, Runtime.getRuntime().availableProcessors(), "torc-io");
      EventLoopGroup adminLoop = loops(transport, 1, "torc-admin");
      Provisioner provisioner = closing(Provisioner.of(config.nodes()));
      List<CacheNode> nodes = provisioner.start();
      GatewayMetrics metrics = closing(new GatewayMetrics());
      cache = closing(openCache(nodes, transport, loops, metrics));
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
                  new AdminHandler(observer::observation, metrics::scrape, server::isDraining),
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
   * @throws IllegalArgumentException if the nodes make no ring
   */
  public static Gateway start(CacheConfig config, AdminConfig admin) {
    return new Gateway(config, admin);
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
      List<CacheNode> nodes, Transport transport, EventLoopGroup loops, GatewayMetrics metrics) {
    CacheConfig.Limits limits = config.limits();
    return ShardedCache.over(nodes)
        .withPointsPerNode(config.vnodes())
        .withEventLoops(loops, transport.socket())
        .withClientName("torc-gateway")
        .withConnectTimeout(config.timeouts().nodeConnect())
        .withCommandTimeout(config.timeouts().nodeCommand())
        .withMaxPending(limits.maxPendingCommands(), limits.maxPendingBytes().bytes())
        .withMaxValueBytes((int) limits.maxValueBytes().bytes() + StoredValue.MAX_PREFIX_BYTES)
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

  /** Where health and metrics are. */
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
   * the configured time, then nodes that it runs end.
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
