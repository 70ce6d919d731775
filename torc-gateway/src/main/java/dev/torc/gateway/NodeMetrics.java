package dev.torc.gateway;

import dev.torc.cache.CacheNode;
import dev.torc.cache.Epoch;
import dev.torc.cache.NodeInfo;
import dev.torc.cache.NodeState;
import dev.torc.cache.NodeStatus;
import dev.torc.cache.Observation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gauges of each node; they come and go with it. Not thread-safe. */
final class NodeMetrics {

  /** A node at one moment; {@code status} is {@code null} if it is not observed yet. */
  private record Sight(CacheNode node, double share, @Nullable NodeStatus status) {
    double of(ToDoubleFunction<NodeInfo> figure) {
      NodeInfo info = status == null ? null : status.info();
      return info == null ? Double.NaN : figure.applyAsDouble(info);
    }
  }

  private record NodeGauge(MultiGauge gauge, ToDoubleFunction<Sight> value) {}

  private final MeterRegistry registry;
  private final List<NodeGauge> gauges = new ArrayList<>();

  NodeMetrics(MeterRegistry registry) {
    this.registry = registry;
    gauge("torc.ring.share", "Part of the ring", Sight::share);
    gauge(
        "torc.node.up",
        "1 if the last poll was answered",
        sight -> sight.status != null && sight.status.state() == NodeState.UP ? 1 : 0);
    gauge("torc.node.keys", "Keys stored", sight -> sight.status == null ? 0 : sight.status.keys());
    gauge(
        "torc.node.memory.used.bytes",
        "As the node counts it",
        sight -> sight.of(NodeInfo::usedMemoryBytes));
    gauge(
        "torc.node.memory.max.bytes",
        "0 for no limit",
        sight -> sight.of(NodeInfo::maxMemoryBytes));
    gauge(
        "torc.node.evicted.keys",
        "Since the node started",
        sight -> sight.of(NodeInfo::evictedKeys));
    gauge(
        "torc.node.poll.seconds",
        "Duration of the last poll",
        sight -> sight.of(info -> info.latencyNanos() * 1e-9));
  }

  private void gauge(String name, String description, ToDoubleFunction<Sight> value) {
    MultiGauge gauge = MultiGauge.builder(name).description(description).register(registry);
    gauges.add(new NodeGauge(gauge, value));
  }

  /** Shows these nodes, and no others. */
  void show(Epoch epoch, Observation observation) {
    List<Sight> sights = new ArrayList<>();
    double[] shares = epoch.shares();
    for (int i = 0; i < shares.length; i++) {
      CacheNode node = epoch.nodes().get(i);
      sights.add(new Sight(node, shares[i], observation.of(node.index())));
    }
    for (NodeGauge shown : gauges) {
      shown.gauge.register(
          sights.stream().<MultiGauge.Row<?>>map(sight -> row(sight, shown.value)).toList(), true);
    }
  }

  private static MultiGauge.Row<?> row(Sight sight, ToDoubleFunction<Sight> value) {
    Tags labels = Tags.of("node", Integer.toString(sight.node.index()), "name", sight.node.name());
    return MultiGauge.Row.of(labels, value.applyAsDouble(sight));
  }
}
