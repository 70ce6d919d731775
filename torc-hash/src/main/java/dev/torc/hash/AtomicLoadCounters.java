package dev.torc.hash;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** Counters in one array. */
final class AtomicLoadCounters implements LoadCounters {
  private final AtomicIntegerArray loads;
  private final AtomicLong total = new AtomicLong();

  AtomicLoadCounters(int nodes) {
    if (nodes < 0) {
      throw new PlacementException("nodes: " + nodes + " (expected: 0 or more)");
    }
    this.loads = new AtomicIntegerArray(nodes);
  }

  @Override
  public int load(int node) {
    return loads.get(node);
  }

  @Override
  public int compareAndExchange(int node, int expected, int next) {
    return loads.compareAndExchange(node, expected, next);
  }

  @Override
  public long total() {
    return total.get();
  }

  @Override
  public long addToTotal(long delta) {
    return total.addAndGet(delta);
  }
}
