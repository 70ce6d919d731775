package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.cache.CacheRecorder;
import dev.torc.cache.Epoch;
import dev.torc.cache.NodeObserver;
import dev.torc.cache.Resharding;
import dev.torc.cache.ShardedCache;
import dev.torc.http.HttpRecorder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * The gateway's metrics, as {@code docs/operations.md} lists them. Label values come from small
 * fixed sets, never from clients. Safe for use by any number of threads.
 */
final class GatewayMetrics implements AutoCloseable {
  private static final Duration[] LATENCY_BUCKETS = {
    Duration.ofNanos(100_000),
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
  private final CacheMetrics cacheMetrics = new CacheMetrics(registry);
  private final Map<RequestLabels, Timer> requests = new ConcurrentHashMap<>();

  /** Bring up to date what is not asked for its value. */
  private final List<Runnable> beforeScrape = new CopyOnWriteArrayList<>();

  private final AtomicInteger goodConfiguration = new AtomicInteger(1);

  private record RequestLabels(String method, int status) {}

  GatewayMetrics() {
    garbageCollection.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("torc.config.good", goodConfiguration, AtomicInteger::get)
        .description("0 while the configuration file cannot be followed")
        .register(registry);
  }

  /** Tells whether the configuration file can be followed as it is now. */
  void configurationIsGood(boolean good) {
    goodConfiguration.set(good ? 1 : 0);
  }

  /** All metrics in the Prometheus text format. */
  synchronized String scrape() {
    beforeScrape.forEach(Runnable::run);
    return registry.scrape();
  }

  /** Measures what the cache asks of its nodes. */
  CacheRecorder cacheRecorder() {
    return cacheMetrics;
  }

  /** A histogram of times between a tenth of a millisecond and seconds. */
  static Timer.Builder latency(String name) {
    return Timer.builder(name).serviceLevelObjectives(LATENCY_BUCKETS);
  }

  /** Measures what a listener does. */
  HttpRecorder httpRecorder(String listener) {
    Tags tags = Tags.of("listener", listener);
    AtomicInteger connections = new AtomicInteger();
    Gauge.builder("torc.http.connections", connections, AtomicInteger::get)
        .description("Open client connections")
        .tags(tags)
        .register(registry);
    Counter refused =
        Counter.builder("torc.http.connections.refused")
            .description("Connections closed at once because there were too many")
            .tags(tags)
            .register(registry);
    return new HttpRecorder() {
      @Override
      public void connections(int open) {
        connections.set(open);
      }

      @Override
      public void connectionRefused() {
        refused.increment();
      }

      @Override
      public void responded(String method, int status, long nanos) {
        requests
            .computeIfAbsent(
                new RequestLabels(method, status), labels -> requestTimer(labels, tags))
            .record(nanos, NANOSECONDS);
      }
    };
  }

  private Timer requestTimer(RequestLabels labels, Tags tags) {
    return latency("torc.http.requests")
        .description("Requests, from their last byte to the last byte of the response")
        .tags(tags)
        .tag("method", labels.method)
        .tag("status", Integer.toString(labels.status))
        .register(registry);
  }

  /** Shows the topology and what the observer sees. */
  void watch(ShardedCache cache, NodeObserver observer) {
    gauge(
        "torc.ring.epoch",
        "Counts up with every change of the ring",
        cache,
        c -> c.epoch().number());
    gauge("torc.ring.points", "Points on the ring", cache, c -> c.epoch().points());
    gauge(
        "torc.nodes.available",
        "Nodes that are not down",
        observer,
        o -> o.observation().available());
    NodeMetrics nodes = new NodeMetrics(registry);
    beforeScrape.add(() -> {
      Epoch epoch = cache.epoch();
      nodes.show(epoch, observer.observation());
      cacheMetrics.keepOnly(epoch.nodes());
    });
  }

  /** Shows the changes of the ring. */
  ChangeMetrics watch(Resharding resharding) {
    ChangeMetrics changes = new ChangeMetrics(registry);
    beforeScrape.add(() -> changes.show(resharding.changes(), resharding.pace()));
    return changes;
  }

  private <T> void gauge(String name, String description, T state, ToDoubleFunction<T> value) {
    Gauge.builder(name, state, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
