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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
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
  private final MultiGauge states;

  /** By the node's index: its server when it was last looked at, and how many there were. */
  private final Map<Integer, Lives> lives = new HashMap<>();

  private record Lives(String runId, int count) {}

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
    gauge(
        "torc.node.incarnations",
        "Servers that were seen on the node: 1, and one more whenever it was found started anew",
        this::incarnations);
    states =
        MultiGauge.builder("torc.node.state")
            .description("1 for the state that the node is in, 0 for the others")
            .register(registry);
  }

  private double incarnations(Sight sight) {
    int index = sight.node.index();
    NodeInfo info = sight.status == null ? null : sight.status.info();
    Lives before = lives.get(index);
    if (info != null && (before == null || !before.runId.equals(info.runId()))) {
      lives.put(index, new Lives(info.runId(), before == null ? 1 : before.count + 1));
    }
    Lives now = lives.get(index);
    return now == null ? 0 : now.count;
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
    states.register(sights.stream().flatMap(NodeMetrics::stateRows).toList(), true);
    lives.keySet().retainAll(epoch.nodes().stream().map(CacheNode::index).toList());
  }

  private static Stream<MultiGauge.Row<?>> stateRows(Sight sight) {
    NodeState now = sight.status == null ? NodeState.SUSPECT : sight.status.state();
    return Stream.of(NodeState.values())
        .map(state ->
            MultiGauge.Row.of(
                labels(sight.node).and("state", state.name().toLowerCase(Locale.ROOT)),
                state == now ? 1 : 0));
  }

  private static Tags labels(CacheNode node) {
    return Tags.of("node", Integer.toString(node.index()), "name", node.name());
  }

  private static MultiGauge.Row<?> row(Sight sight, ToDoubleFunction<Sight> value) {
    return MultiGauge.Row.of(labels(sight.node), value.applyAsDouble(sight));
  }
}
