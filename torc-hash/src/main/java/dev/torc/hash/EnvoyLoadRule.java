package dev.torc.hash;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** {@code BoundedLoadHashingLoadBalancer} of Envoy's {@code thread_aware_lb_impl.cc}. */
final class EnvoyLoadRule implements LoadRule {
  private final int balanceFactor;
  private final int[] given;
  private final double[] parts;

  EnvoyLoadRule(Placement placement, List<Node> given, int balanceFactor) {
    if (balanceFactor < 100) {
      throw new PlacementException(
          "balanceFactor: " + balanceFactor + " (expected: per cent, at least 100)");
    }
    this.balanceFactor = balanceFactor;
    this.given =
        Arrays.stream(LoadRule.indexes(placement, given))
            .filter(node -> placement.nodes().get(node).weight() > 0)
            .toArray();
    this.parts = LoadRule.parts(placement.nodes());
  }

  private long slots(int node, long underWay) {
    long total = (underWay * balanceFactor + 99) / 100;
    return Math.max(1, (long) Math.ceil(total * parts[node]));
  }

  @Override
  public long capacity(int node, long underWay) {
    // Envoy compares what is under way without the new request.
    return slots(node, underWay) + 1;
  }

  @Override
  public int[] candidates(Placement placement, long hash, int most) {
    int[] order = given.clone();
    MersenneTwister random = new MersenneTwister((int) hash);
    for (int i = 0; i < order.length; i++) {
      int other = i + random.nextBelow(order.length - i);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  @Override
  public int whenAllAreFull(int own, int[] candidates, AtomicIntegerArray loads, long underWay) {
    int best = own;
    for (int candidate : candidates) {
      if (fullness(candidate, loads, underWay) < fullness(best, loads, underWay)) {
        best = candidate;
      }
    }
    return best;
  }

  private double fullness(int node, AtomicIntegerArray loads, long underWay) {
    return (double) loads.get(node) / slots(node, underWay);
  }
}
