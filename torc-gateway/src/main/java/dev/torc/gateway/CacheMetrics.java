package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.cache.CacheException;
import dev.torc.cache.CacheNode;
import dev.torc.cache.CacheRecorder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the cache asks of its nodes, and what it costs that keys move. Safe for any thread. */
final class CacheMetrics implements CacheRecorder {
  private final MeterRegistry registry;
  private final Map<OperationLabels, Timer> operations = new ConcurrentHashMap<>();
  private final AtomicInteger heldNow = new AtomicInteger();
  private final Counter heldBack;
  private final Counter tracked;
  private final Timer holds;

  private record OperationLabels(
      int node, Operation operation, CacheException.@Nullable Kind failure) {}

  CacheMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.tracked =
        counter("torc.cache.tracked.writes", "Writes that were recorded because their key moves");
    this.heldBack =
        counter("torc.cache.held", "Operations that waited because their key was handed over");
    Gauge.builder("torc.cache.held.now", heldNow, AtomicInteger::get)
        .description("Operations that wait because their key is handed over")
        .register(registry);
    this.holds =
        GatewayMetrics.latency("torc.change.hold")
            .description("Holds of moves: how long operations of a move had to wait at most")
            .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  @Override
  public void completed(
      CacheNode node, Operation operation, CacheException.@Nullable Kind failure, long nanos) {
    operations
        .computeIfAbsent(new OperationLabels(node.index(), operation, failure), this::timer)
        .record(nanos, NANOSECONDS);
  }

  private Timer timer(OperationLabels labels) {
    return GatewayMetrics.latency("torc.cache.operations")
        .description("Operations on a node, from the call to the outcome")
        .tag("node", Integer.toString(labels.node))
        .tag("operation", labels.operation.name().toLowerCase(Locale.ROOT))
        .tag(
            "outcome",
            labels.failure == null ? "served" : labels.failure.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  @Override
  public void tracked(int writes) {
    tracked.increment(writes);
  }

  @Override
  public void heldBack() {
    heldBack.increment();
    heldNow.incrementAndGet();
  }

  @Override
  public void released(int operations) {
    heldNow.addAndGet(-operations);
  }

  @Override
  public void holdEnded(long nanos) {
    holds.record(nanos, NANOSECONDS);
  }

  /** Forgets nodes that are gone, or those that come and go would leave their timers for ever. */
  void keepOnly(List<CacheNode> nodes) {
    Set<Integer> indexes = nodes.stream().map(CacheNode::index).collect(Collectors.toSet());
    operations
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !indexes.contains(entry.getKey().node);
          if (gone) {
            registry.remove(entry.getValue());
          }
          return gone;
        });
  }
}
