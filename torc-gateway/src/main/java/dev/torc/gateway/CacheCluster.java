package dev.torc.gateway;

import dev.torc.cache.CacheNode;
import dev.torc.cache.NodeObserver;
import dev.torc.cache.ReshardingSettings;
import dev.torc.cache.RestartedNodes;
import dev.torc.cache.ShardedCache;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.Declared;
import dev.torc.config.FieldErrors;
import dev.torc.http.Transport;
import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A sharded cache and what keeps it running: its nodes, their observer, changes of the ring, and
 * who asks for them by himself. Safe for use by any number of threads.
 */
final class CacheCluster implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CacheCluster.class.getName());
  private static final Duration FIRST_POLL = Duration.ofSeconds(2);

  /** Writes that wait for room on one node must leave memory for those to the others. */
  private static final int FULL_PART = 4;

  private final Parts parts = new Parts();
  private final ShardedCache cache;
  private final NodeObserver observer;
  private final RingChanges changes;
  private final Declarations declarations;

  /**
   * Starts nodes, or finds them, and opens the cache over them.
   *
   * @throws RuntimeException as {@link Gateway#start(CacheConfig, AdminConfig)}
   */
  CacheCluster(
      CacheConfig config,
      ReshardingSettings resharding,
      Transport transport,
      EventLoopGroup loops,
      GatewayMetrics metrics) {
    declarations = new Declarations(config);
    try {
      Coordinator coordinator = parts.closing(openCoordinator(config));
      ClusterState kept = coordinator.state();
      NodeSource source = NodeSource.of(config.nodes());
      Provisioner provisioner =
          parts.closing(Provisioner.of(config.nodes(), find(source, kept != null)));
      List<CacheNode> nodes = provisioner.start();
      FullWrites fullWrites =
          new FullWrites(config.limits().bodyMemory().bytes() / FULL_PART, System::nanoTime);
      cache =
          parts.closing(
              ShardedCache.over(nodes)
                  .withPointsPerNode(config.vnodes())
                  .withEventLoops(loops, transport.socket())
                  .withClientName("torc-gateway")
                  .withConnectTimeout(config.timeouts().nodeConnect())
                  .withCommandTimeout(config.timeouts().nodeCommand())
                  .withLimits(config.limits().cacheLimits())
                  .withCoordinator(coordinator)
                  .withResharding(resharding)
                  .withRestartedNodes(restartedNodes(config))
                  .withEmptiable(declarations::lists)
                  .withFullNodes(fullWrites)
                  .withRecorder(metrics.cacheRecorder())
                  .open());
      changes =
          RingChanges.follow(
              coordinator,
              kept,
              cache.resharding(),
              provisioner,
              refusalOfChanges(config, provisioner),
              metrics.watch(cache.resharding())::finished);
      observer = parts.closing(cache.observe(config.observer().settings()));
      awaitFirstPoll();
      metrics.watch(cache, observer);
      Discovery discovery =
          new Discovery(lostAfter(config.nodes()), observer::observation, System::nanoTime);
      declarations.tellTo(
          parts.closing(new ConfigManager(coordinator, cache.resharding(), changes, discovery)));
      AutoscaleConfig autoscale = config.autoscale();
      NodesConfig.Embedded embedded = config.nodes().embedded();
      if (autoscale != null && embedded != null) {
        parts.closing(
            new Autoscaler(
                autoscale, embedded, coordinator, changes, observer, fullWrites, System::nanoTime));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The nodes that are found at the start; with a kept ring they are not waited for. */
  private List<NodesConfig.StaticNode> find(@Nullable NodeSource source, boolean isKept) {
    if (source == null) {
      return List.of();
    }
    parts.closing(source);
    if (isKept) {
      source.follow(declarations::found);
      return List.of();
    }
    List<NodesConfig.StaticNode> found = source.start(declarations::found);
    declarations.foundFirst(found);
    return found;
  }

  /** Of primaries with replicas, failover is their own. */
  private static RestartedNodes restartedNodes(CacheConfig config) {
    return config.nodes().sentinel() == null ? config.restartedNodes() : RestartedNodes.TRUSTED;
  }

  private static @Nullable Duration lostAfter(NodesConfig nodes) {
    if (nodes.dns() != null) {
      return nodes.dns().lostAfter();
    }
    // Masters do not go away while the gateway runs.
    return nodes.sentinel() == null ? null : Duration.ofDays(1);
  }

  /** Of nodes that end with the gateway nothing is kept: a restart finds other ones. */
  private static Coordinator openCoordinator(CacheConfig config) {
    String folder = config.stateDir();
    if (folder == null) {
      return Coordinator.inMemory();
    }
    if (config.nodes().embedded() != null) {
      LOG.log(
          System.Logger.Level.WARNING,
          "cache.stateDir: {0} is not used (expected: static nodes; embedded ones keep nothing)",
          folder);
      return Coordinator.inMemory();
    }
    return Coordinator.inFolder(Path.of(folder));
  }

  private static @Nullable String refusalOfChanges(CacheConfig config, Provisioner provisioner) {
    return provisioner.ownsNodes() || config.stateDir() != null
        ? null
        : "cache.stateDir: not set (expected: a folder, so that a restart finds the ring)";
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

  /**
   * Has the ring follow a configuration from now on.
   *
   * @throws dev.torc.config.FieldErrorsException if it says something else of the ring, and no
   *     change can be made
   */
  void follow(CacheConfig former, CacheConfig next) {
    Declared declared = Declarations.declared(next, List.of());
    if (!declared.equals(Declarations.declared(former, List.of()))) {
      checkChangeable();
    }
    declarations.configured(next);
  }

  private void checkChangeable() {
    FieldErrors errors = new FieldErrors();
    if (!changes.arePossible()) {
      errors.add(
          "the ring cannot be changed without it (expected: a folder, so that a restart finds the"
              + " ring)",
          "cache",
          "stateDir");
    }
    errors.throwIfAny();
  }

  ShardedCache cache() {
    return cache;
  }

  NodeObserver observer() {
    return observer;
  }

  RingChanges changes() {
    return changes;
  }

  @Override
  public void close() {
    parts.close();
  }
}
