package dev.torc.gateway;

import dev.torc.cache.NodeState;
import dev.torc.cache.NodeStatus;
import dev.torc.cache.Observation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How long nodes have been down. Safe for use by any number of threads. */
final class Downtime {
  private final LongSupplier nanoTime;

  /** Since when, by the index of a node that is down. */
  private final Map<Integer, Long> since = new ConcurrentHashMap<>();

  Downtime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Takes note of what is known now. */
  void note(Observation observation) {
    long now = nanoTime.getAsLong();
    since.keySet().removeIf(index -> observation.of(index) == null);
    for (NodeStatus status : observation.nodes()) {
      if (status.state() == NodeState.DOWN) {
        since.putIfAbsent(status.node().index(), now);
      } else {
        since.remove(status.node().index());
      }
    }
  }

  /** Whether a node is down. */
  boolean isDown(int index) {
    return since.containsKey(index);
  }

  /** Whether a node has been down for at least so long. */
  boolean isDownFor(int index, Duration time) {
    Long start = since.get(index);
    return start != null && nanoTime.getAsLong() - start >= time.toNanos();
  }
}
